import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from '../../scripts/figures.fixture';
import { sendAnything, serveAda } from './any-request.fixture';
import type { RunningApi } from './api.fixture';

let api: RunningApi;
beforeAll(async () => {
  api = await serveAda();
});
afterAll(() => api.close());

describe('any of thousands of requests', () => {
  const figures = figuresOf('any request');

  it('gets an answer that is no fault of the server, and changes nothing when it is refused', async () => {
    await sendAnything(api, figures, 10_000);
    expect(figures.violations).toEqual([]);
  });
});
