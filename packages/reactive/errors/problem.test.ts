import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as errors from './index';
import {
  type ErrorCode,
  errorFrom,
  errorFromProblem,
  errorStatus,
  RateLimitedError,
  ReactiveError,
  ValidationError,
} from './index';

const classes = Object.values(errors).filter(
  (value): value is typeof ReactiveError => typeof value === 'function' && value.prototype instanceof Error,
);
const overTheWire = (error: ReactiveError) => errorFromProblem(JSON.parse(JSON.stringify(error.toProblem())));

describe('the wire form', () => {
  it('[E-2] is problem+json with the members error and errors', () => {
    const error = new ValidationError('Refused', { errors: { name: ['Too short'] } });
    expect(error.toProblem()).toEqual({
      type: 'about:blank',
      title: 'Validation',
      status: 400,
      detail: 'Refused',
      code: 'validation',
      error: 'Refused',
      errors: { name: ['Too short'] },
    });
    expect(new errors.NotFoundError('User not found').toProblem()).not.toHaveProperty('errors');
  });

  it('[E-3] is revived as the same class with the same code', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...classes),
        fc.string({ minLength: 1 }),
        fc.dictionary(fc.string(), fc.array(fc.string(), { minLength: 1 }), { minKeys: 1 }),
        (Class, message, fields) => {
          const error = new Class(message, { errors: fields });
          const revived = overTheWire(error);
          expect(revived.constructor).toBe(Class);
          expect(revived.code).toBe(error.code);
          if (error.status === 500) return;
          expect(revived.message).toBe(message);
          expect(Object.entries(revived.errors ?? {})).toEqual(Object.entries(fields));
        },
      ),
    );
    expect(overTheWire(new RateLimitedError('Slow down', { retryAfter: 30 })).retryAfter).toBe(30);
  });

  it('[E-4] without our code is read by its HTTP status', () => {
    const codeOf = (body: unknown, status?: number): ErrorCode => errorFromProblem(body, status).code;
    expect(codeOf('<html>Bad gateway</html>', 502)).toBe('unavailable');
    expect(codeOf(null, 404)).toBe('not_found');
    expect(codeOf({ error: 'User not found' }, 404)).toBe('not_found');
    expect(errorFromProblem({ error: 'User not found' }, 404).message).toBe('User not found');
    expect(errorFromProblem({ error: '', detail: 7 }, 404).message).toBe('Not found');
    expect(codeOf({}, 408)).toBe('timeout');
    expect(codeOf({}, 410)).toBe('not_found');
    expect(codeOf({}, 418)).toBe('validation');
    expect(codeOf({}, 507)).toBe('internal');
    expect(codeOf({ status: 409 })).toBe('conflict');
    expect(codeOf(undefined)).toBe('internal');
    expect(codeOf({ code: 'constructor' }, 403)).toBe('forbidden');
    for (const status of new Set(Object.values(errorStatus))) {
      expect(errorStatus[codeOf({}, status)]).toBe(status);
    }
  });

  it('[E-4] ignores junk where field errors or a delay are expected', () => {
    const body = { code: 'validation', errors: { name: ['Short', 7], age: 'no', role: [] }, retryAfter: '5' };
    const revived = errorFromProblem(body);
    expect(revived.errors).toEqual({ name: ['Short'] });
    expect(revived.retryAfter).toBeUndefined();
    for (const junk of [[], 'x', null, { a: 1 }]) {
      expect(errorFromProblem({ code: 'validation', errors: junk }).errors).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(errorFromProblem(anything)).toBeInstanceOf(ReactiveError);
      }),
    );
  });

  it("[E-5] of a server's own fault tells no internals", () => {
    const secret = 'SELECT * FROM users';
    const cause = new Error(secret);
    for (const Class of [ReactiveError, errors.ScopeError, errors.DefinitionError]) {
      const error = new Class(secret, { cause, errors: { password: [secret] } });
      const wire = JSON.stringify(error.toProblem());
      expect(wire).not.toContain('SELECT');
      expect(wire).not.toContain('error.ts');
      expect(JSON.parse(wire)).toMatchObject({ code: error.code, status: 500 });
      expect(overTheWire(error).constructor).toBe(Class);
    }
    expect(JSON.stringify(errorFrom(cause))).not.toContain('SELECT');
    const visible = new errors.ConflictError('Taken', { cause });
    expect(JSON.stringify(visible.toProblem())).not.toContain('SELECT');
  });

  it('[E-11] is what JSON.stringify shows', () => {
    const error = new ValidationError('Refused');
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({ error: error.toProblem() });
  });
});
