import { describe, expect, it } from 'vitest';
import { ConflictError, NotFoundError, type ReactiveError, UnavailableError } from '../errors';
import { prismaError } from './errors';

/** As Prisma 7 throws them: a code, and what the driver adapter said. */
function fault(code: string, cause: object = {}, message = 'SELECT "secret" FROM "users"'): Error {
  const meta = { modelName: 'User', driverAdapterError: { name: 'DriverAdapterError', cause } };
  return Object.assign(new Error(message), { name: 'PrismaClientKnownRequestError', code, meta });
}

function driverFault(state: string): Error {
  return fault('P2039', { kind: 'postgres', originalCode: state, originalMessage: 'SQL' });
}

function unique(rest: object): Error {
  return fault('P2002', { originalCode: '23505', kind: 'UniqueConstraintViolation', ...rest });
}

function codeOf(error: Error): ReactiveError['code'] {
  return prismaError(error).code;
}

describe('an error of Prisma', () => {
  it('[P-1] is a conflict with the field when a unique value is taken, as PGlite names it', () => {
    const error = prismaError(unique({ constraint: { fields: ['email'] } }));
    expect(error.code).toBe('conflict');
    expect(error.errors).toEqual({ email: ['Already taken'] });
    const composite = unique({ constraint: { fields: ['"owner_id"', 'created_at'] } });
    expect(Object.keys(prismaError(composite).errors ?? {})).toEqual(['ownerId', 'createdAt']);
  });

  it.each([
    ['users_email_key', 'users', 'email'],
    ['users_display_name_key', 'users', 'displayName'],
    ['users_pkey', 'users', 'id'],
    ['email_idx', undefined, 'email'],
  ])('[P-1] is a conflict with the field when a server names the index %s', (index, table, field) => {
    const error = prismaError(unique({ constraint: { index }, table }));
    expect(error.code).toBe('conflict');
    expect(error.errors).toEqual({ [field]: ['Already taken'] });
  });

  it.each(['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'])(
    '[P-2] with the code %s means that the database is not available',
    (code) => {
      expect(codeOf(fault(code))).toBe('unavailable');
      expect(codeOf(Object.assign(new Error('x'), { errorCode: code }))).toBe('unavailable');
    },
  );

  it.each([
    '08006',
    '28P01',
    '40001',
    '40P01',
    '53300',
    '53100',
    '55P03',
    '57014',
    '57P01',
    '58030',
    '3D000',
  ])('[P-2] of PostgreSQL, %s, means that the database is not available', (state) => {
    expect(codeOf(driverFault(state))).toBe('unavailable');
    expect(codeOf(Object.assign(new Error('x'), { code: state }))).toBe('unavailable');
  });

  it.each([
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'Cannot use a pool after calling end on the pool',
    'PGlite is closed',
  ])('[P-2] without a code, “%s”, means that the database is not available', (message) => {
    const error = prismaError(new Error(message));
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error.retryAfter).toBe(1);
  });

  it('[P-2] of the network, or a kind that only the adapter names, means the same', () => {
    expect(codeOf(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toBe('unavailable');
    expect(codeOf(fault('P2039', { kind: 'ConnectionClosed' }))).toBe('unavailable');
  });

  it.each(['22001', '22003', '22021', '22P02', '23502', '23514'])(
    '[P-3] is a refused value when PostgreSQL can’t store it (%s)',
    (state) => {
      expect(codeOf(driverFault(state))).toBe('validation');
    },
  );

  it.each([driverFault('23001'), driverFault('23503'), fault('P2003')])(
    '[P-1] is a conflict when other rows forbid the write: $code',
    (forbidden) => {
      expect(prismaError(forbidden)).toBeInstanceOf(ConflictError);
      expect(prismaError(forbidden).errors).toBeUndefined();
    },
  );

  it('[P-3] is not found when a required row is missing, internal when it is nothing known', () => {
    expect(prismaError(fault('P2025'))).toBeInstanceOf(NotFoundError);
    expect(codeOf(driverFault('42P01'))).toBe('internal');
    expect(codeOf(driverFault('23000'))).toBe('internal');
    expect(codeOf(new TypeError('x is not a function'))).toBe('internal');
    expect(prismaError(undefined).code).toBe('internal');
    const own = new NotFoundError();
    expect(prismaError(own)).toBe(own);
  });

  it('[P-4] keeps the original as its cause and tells nothing of it', () => {
    const faults = [
      fault('P2002'),
      fault('P1001'),
      fault('P2025'),
      driverFault('23514'),
      driverFault('42601'),
    ];
    for (const original of faults) {
      const error = prismaError(original);
      expect(error.cause).toBe(original);
      expect(JSON.stringify([error.message, error.toProblem()])).not.toMatch(/secret|SELECT|SQL|users/);
    }
  });
});
