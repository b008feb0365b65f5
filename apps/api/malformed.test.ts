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

describe('a body that cannot be read', () => {
  const figures = figuresOf('bodies that cannot be read');

  it('is refused as what it is, on every route', async () => {
    await sendMalformed(api, figures, 140); // malformed.abuse.test.ts sends thousands
    expect(figures.violations).toEqual([]);
  });
});
