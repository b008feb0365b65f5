import { openTestDatabase } from '@myapp/server/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from '../../scripts/figures.fixture';
import { type RunningApi, runApi } from './api.fixture';
import { sendMalformed } from './malformed.fixture';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi(await openTestDatabase());
});
afterAll(() => api.close());

describe('bodies that cannot be read', () => {
  const figures = figuresOf('bodies that cannot be read');

  it('are refused as what they are, thousands of them', async () => {
    await sendMalformed(api, figures, 5000);
    expect(figures.violations).toEqual([]);
  });
});
