import { openTestServerDatabase } from '@myapp/server/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApi, runApi } from './api.fixture';
import { raceToChange, raceToDelete } from './racers.fixture';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi(await openTestServerDatabase());
});
afterAll(() => api.close());

it('of fifty who change one user at one version, one wins', () =>
  expect(raceToChange({ api, rounds: 200 })).resolves.toBeUndefined());

it('of who changes and who deletes a user at one version, one wins', () =>
  expect(raceToDelete({ api, rounds: 200 })).resolves.toBeUndefined());
