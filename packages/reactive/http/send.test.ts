import { describe, expect, it } from 'vitest';
import { ForbiddenError } from '../errors';
import { send } from './index';
import { failure } from './notes.fixture';
import { answer, answering } from './reply.fixture';

describe('a request that is about no row', () => {
  it('[H-17] is sent as JSON, and answered with the status and the JSON', async () => {
    const { baseUrl, seen } = await answering(answer(202, { accepted: true }));
    const call = { method: 'POST', path: '/letters', body: { to: 'Ada' } } as const;
    expect(await send({ baseUrl, headers: { 'X-Key': 'k' } }, call)).toEqual({
      status: 202,
      body: { accepted: true },
    });
    expect(await seen()).toMatchObject([
      { method: 'POST', body: '{"to":"Ada"}', headers: { 'x-key': 'k', 'content-type': 'application/json' } },
    ]);
  });

  it('[H-17] may have no content, and throws what the server threw', async () => {
    const done = await answering({ status: 204 });
    expect(await send(done, { method: 'DELETE', path: '/letters' })).toEqual({
      status: 204,
      body: undefined,
    });
    const refused = await answering(answer(403, new ForbiddenError('Not yours').toProblem()));
    const error = await failure(send(refused, { method: 'DELETE', path: '/letters' }));
    expect(error).toBeInstanceOf(ForbiddenError);
    expect(error.message).toBe('Not yours');
  });
});
