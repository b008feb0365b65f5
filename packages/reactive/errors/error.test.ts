import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type * as errorModule from './error';
import * as errors from './index';
import {
  type ErrorCode,
  errorFrom,
  errorStatus,
  NotFoundError,
  ReactiveError,
  ValidationError,
} from './index';

const classes = Object.values(errors).filter(
  (value): value is typeof ReactiveError => typeof value === 'function' && value.prototype instanceof Error,
);
const codes = Object.keys(errorStatus) as ErrorCode[];

describe('an error', () => {
  it('[E-1] has a code, the status of the code, a name and a root', () => {
    expect(classes).toHaveLength(codes.length);
    const made = classes.map((Class) => new Class('why'));
    expect(new Set(made.map(({ code }) => code))).toEqual(new Set(codes));
    for (const [index, error] of made.entries()) {
      expect(error).toBeInstanceOf(ReactiveError);
      expect(error).toBeInstanceOf(Error);
      expect(error.status).toBe(errorStatus[error.code]);
      expect(error.name).toBe(classes[index]?.name);
      expect(error.message).toBe('why');
      expect(error.stack).toContain(`${error.name}: why`);
    }
  });

  it('[E-12] makes its message of the field errors, or of the code', () => {
    expect(new NotFoundError().message).toBe('Not found');
    expect(new ReactiveError().message).toBe('Internal error');
    const refused = new ValidationError(undefined, { errors: { name: ['Too short', 'Taken'], '': ['Odd'] } });
    expect(refused.message).toBe('name: Too short, Taken; Odd');
  });

  it('[E-9] is an instance of its own class and the root only', () => {
    const error = new NotFoundError();
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).not.toBeInstanceOf(ValidationError);
    expect(new Error('x')).not.toBeInstanceOf(ReactiveError);
    expect(null).not.toBeInstanceOf(ReactiveError);
    class Gone extends NotFoundError {}
    expect(error).not.toBeInstanceOf(Gone);
    expect(new Gone()).toBeInstanceOf(Gone);
    expect(new Gone()).toBeInstanceOf(NotFoundError);
    expect(new Gone().code).toBe('not_found');
  });

  it('[E-9] is recognised by another copy of the module', async () => {
    const address = `${new URL('error.ts', import.meta.url).href}?copy`;
    const copy: typeof errorModule = await import(/* @vite-ignore */ address);
    expect(copy.NotFoundError).not.toBe(NotFoundError);
    expect(new copy.NotFoundError()).toBeInstanceOf(NotFoundError);
    expect(new copy.NotFoundError()).toBeInstanceOf(ReactiveError);
    expect(new copy.NotFoundError()).not.toBeInstanceOf(ValidationError);
    const foreign = new copy.NotFoundError();
    expect(errorFrom(foreign)).toBe(foreign);
  });
});

describe('any thrown value', () => {
  it('[E-6] becomes one of ours with the value as its cause', () => {
    const cause = new TypeError('socket closed');
    const error = errorFrom(cause);
    expect(error).toBeInstanceOf(ReactiveError);
    expect(error.code).toBe('internal');
    expect(error.message).toBe('socket closed');
    expect(error.cause).toBe(cause);
    const own = new NotFoundError();
    expect(errorFrom(own)).toBe(own);
  });

  it('[E-6] may be no error at all', () => {
    const hostile = {
      toString: () => {
        throw new Error('no');
      },
    }; // prettier-ignore
    for (const thrown of ['text', undefined, null, 7, Symbol('s'), Object.create(null), hostile]) {
      const error = errorFrom(thrown);
      expect(error.code).toBe('internal');
      expect(error.cause).toBe(thrown);
      expect(error.message.length).toBeGreaterThan(0);
    }
    expect(errorFrom('text').message).toBe('text');
  });

  it('[E-7] of a schema becomes messages per field', () => {
    const schema = z.strictObject({ name: z.string().min(2, 'Too short'), tags: z.array(z.string()) });
    const { error } = schema.safeParse({ name: 'a', tags: ['x', 1], role: 'admin', id: 1 });
    const ours = errorFrom(error);
    expect(ours).toBeInstanceOf(ValidationError);
    expect(ours.cause).toBe(error);
    expect(ours.errors).toEqual({
      name: ['Too short'],
      'tags.1': [expect.stringContaining('expected string')],
      role: ['Unknown field'],
      id: ['Unknown field'],
    });
    expect(errorFrom(z.string().safeParse(1).error).errors).toHaveProperty(['']);
  });

  it('[E-7] with issues of a Standard Schema works alike, a repeated message is told once', () => {
    const issues = [
      { message: 'Wrong', path: [{ key: 'a' }, 'b'] },
      { message: 'Wrong', path: ['a', 'b'] },
      { message: 'Evil', path: ['__proto__'] },
    ];
    const ours = errorFrom({ issues });
    expect(Object.entries(ours.errors ?? {})).toEqual([
      ['a.b', ['Wrong']],
      ['__proto__', ['Evil']],
    ]);
    expect(errorFrom({ issues: [] }).code).toBe('internal');
    expect(errorFrom({ issues: [null] }).code).toBe('internal');
  });

  it('[E-8] of an AbortSignal is told apart', async () => {
    expect(errorFrom(AbortSignal.abort().reason)).toBeInstanceOf(errors.AbortedError);
    const signal = AbortSignal.timeout(1);
    await vi.waitFor(() => expect(signal.aborted).toBe(true));
    expect(errorFrom(signal.reason)).toBeInstanceOf(errors.TimeoutError);
  });
});
