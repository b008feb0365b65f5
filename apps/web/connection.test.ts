import { errorFromProblem, TimeoutError, UnavailableError } from 'reactive/errors';
import { describe, expect, it } from 'vitest';
import { isAway } from './connection';

describe('a server that is away', () => {
  it('gave no answer, or none of its own', () => {
    expect(isAway(new UnavailableError('It cannot be reached'))).toBe(true);
    expect(isAway(new TimeoutError())).toBe(true);
  });

  it('is not one that says that it is busy', () => {
    const busy = new UnavailableError('The server is busy', { retryAfter: 2 });
    expect(isAway(errorFromProblem(busy.toProblem(), 503))).toBe(false);
    expect(isAway(errorFromProblem({ code: 'conflict' }, 409))).toBe(false);
  });
});
