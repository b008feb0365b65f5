import { openTestServerDatabase } from '@myapp/server/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, runApi } from './api.fixture';
import { createUser, raceToChange, raceToDelete, v } from './racers.fixture';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi(await openTestServerDatabase());
});
afterAll(() => api.close());

describe('who changes one user at one version on a PostgreSQL server', () => {
  it('wins once: one 200, forty-nine 412', () =>
    expect(raceToChange({ api, rounds: 10 })).resolves.toBeUndefined());

  it('or deletes it: one wins, and the others learn what became of it', () =>
    expect(raceToDelete({ api, rounds: 10 })).resolves.toBeUndefined());

  it('needs to say which version, of what there is', async () => {
    const path = await createUser(api, 'contract');
    const nowhere = path.replace(/.{4}$/, '0000');
    for (const method of ['PATCH', 'DELETE']) {
      const send = (at: string, headers = {}) =>
        api.call({ method, path: at, headers, ...(method === 'PATCH' && { body: { name: 'Bob' } }) });
      expect([method, (await send(path)).status]).toEqual([method, 428]);
      expect([method, (await send(path, v(2))).status]).toEqual([method, 412]);
      expect([method, (await send(nowhere, v(1))).status]).toEqual([method, 404]);
    }
  });
});
