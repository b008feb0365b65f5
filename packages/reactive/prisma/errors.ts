import {
  ConflictError,
  type FieldErrors,
  NotFoundError,
  ReactiveError,
  UnavailableError,
  ValidationError,
} from '../errors';

/** What an error of Prisma, of its driver adapters, or of a driver below them tells. */
interface Fault {
  /** Prisma's code: P2002. */
  readonly code: string | undefined;
  /** The adapter's word for it: UniqueConstraintViolation. */
  readonly kind: string | undefined;
  /** PostgreSQL's SQLSTATE: 23505. */
  readonly state: string | undefined;
  readonly message: string;
  readonly constraint: unknown;
  readonly table: string | undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textMember(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

function faultOf(thrown: unknown): Fault {
  const adapterError = member(member(thrown, 'meta'), 'driverAdapterError') ?? thrown;
  const cause = member(adapterError, 'cause');
  return {
    code: textMember(thrown, 'code') ?? textMember(thrown, 'errorCode'),
    kind: textMember(cause, 'kind'),
    state: textMember(cause, 'originalCode') ?? textMember(thrown, 'code'),
    message: textMember(thrown, 'message') ?? '',
    constraint: member(cause, 'constraint'),
    table: textMember(cause, 'table'),
  };
}

// Classes of SQLSTATE: connection, authorization, transaction conflict, resources, operator intervention, system.
const UNAVAILABLE_STATE = /^(08|28|40|53|57|58)...$|^(55P03|3D000|25006)$/;
const UNAVAILABLE_CODE =
  /^(P1\d{3}|P2024|P2028|P2034|P2037|ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENOSPC|EIO)$/;
const UNAVAILABLE_KIND =
  /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TlsConnectionError|TransactionWriteConflict)$/;
// What pg and PGlite throw without any code.
const UNAVAILABLE_MESSAGE =
  /timeout exceeded when trying to connect|connection terminated|connection timeout|not queryable|after calling end|PGlite is clos/i;

function isUnavailable({ code, kind, state, message }: Fault): boolean {
  return (
    UNAVAILABLE_STATE.test(state ?? '') ||
    UNAVAILABLE_CODE.test(code ?? '') ||
    UNAVAILABLE_KIND.test(kind ?? '') ||
    (code === undefined && UNAVAILABLE_MESSAGE.test(message))
  );
}

// Not storable: too long, out of range, a wrong form or encoding, null, a check.
const REFUSED_STATE = /^(22...|23502|23514)$/;
const REFUSED_CODE = /^(P2000|P2004|P2006|P2011|P2012|P2019|P2020)$/;

// Other rows forbid it: they refer to what would go, or what is referred to is not there.
const OTHER_ROWS_STATE = /^(23001|23503)$/;

function camelCase(name: string): string {
  return name.replaceAll('"', '').replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** PGlite's adapter names the columns, that of a server the index: `users_email_key`, `users_pkey`. */
function fieldsOfConstraint({ constraint, table }: Fault): string[] {
  const columns = member(constraint, 'fields');
  if (Array.isArray(columns)) return columns.map((column) => camelCase(String(column)));
  const index = textMember(constraint, 'index') ?? '';
  const own = table && index.startsWith(`${table}_`) ? index.slice(table.length + 1) : index;
  return own.endsWith('pkey') ? ['id'] : [camelCase(own.replace(/_(key|idx|unique)$/, ''))];
}

function conflictOf(fault: Fault, cause: unknown): ConflictError {
  const errors: FieldErrors = {};
  for (const field of fieldsOfConstraint(fault)) errors[field] = ['Already taken'];
  return new ConflictError(undefined, { errors, cause });
}

/**
 * Any error of Prisma as one of ours, the original kept as `cause`. No message tells SQL, values or addresses.
 *
 * - a unique value that is taken: `ConflictError`, with the field
 * - a write that other rows forbid (they refer to the row, or the one that it refers to is gone): `ConflictError`
 * - a database that is down, overloaded or too slow: `UnavailableError`, to be tried again; never "not found"
 * - a value that the database can't store: `ValidationError`
 * - a row that was required and is missing: `NotFoundError`
 *
 * @example
 * try { await prisma.user.create({ data }); } catch (error) { throw prismaError(error); }
 */
export function prismaError(thrown: unknown): ReactiveError {
  if (thrown instanceof ReactiveError) return thrown;
  const fault = faultOf(thrown);
  if (fault.code === 'P2002' || fault.state === '23505') return conflictOf(fault, thrown);
  if (fault.code === 'P2003' || OTHER_ROWS_STATE.test(fault.state ?? ''))
    return new ConflictError('What else is stored does not allow it', { cause: thrown });
  if (fault.code === 'P2025') return new NotFoundError(undefined, { cause: thrown });
  if (isUnavailable(fault)) {
    return new UnavailableError('The database is not available', { cause: thrown, retryAfter: 1 });
  }
  if (REFUSED_CODE.test(fault.code ?? '') || REFUSED_STATE.test(fault.state ?? '')) {
    return new ValidationError('The database can’t store such a value', { cause: thrown });
  }
  return new ReactiveError('The database failed', { cause: thrown });
}
