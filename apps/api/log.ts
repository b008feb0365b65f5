import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';

/** What is logged of an error. */
interface LoggedError {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly stack: string;
  readonly cause?: LoggedError;
}

const MOST_CAUSES = 5;
const LONGEST_MESSAGE = 300;

/**
 * The first line and the last: between them Prisma prints what it was called with. What follows a colon in quotes is
 * a value, as in PostgreSQL's `invalid input syntax for type integer: "…"`.
 */
function sayable(message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  const ends = lines.length > 1 ? [lines[0], lines.at(-1)] : lines;
  return ends
    .join(' ')
    .replaceAll(/: "[^"]*"?/g, ': "…"')
    .slice(0, LONGEST_MESSAGE);
}

function framesOf({ stack = '', message }: Error): string {
  return stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

/** An error without what a driver adds to it: the row that failed, the statement with its values. */
function loggedError(error: Error, depth = 0): LoggedError {
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    ...(typeof code === 'string' && { code }),
    message: sayable(error.message),
    stack: framesOf(error),
    ...(error.cause instanceof Error &&
      depth < MOST_CAUSES && { cause: loggedError(error.cause, depth + 1) }),
  };
}

/**
 * The log of this process: one line of JSON for each event, whatever stands in it. Only what is named is logged;
 * an error by {@link loggedError}.
 *
 * @example
 * const log = createLog({ level: config.logLevel });
 * log.warn({ err }, 'the store is down');
 */
export function createLog(options: Pick<LoggerOptions, 'level'>, destination?: DestinationStream): Logger {
  const err = (error: unknown): unknown => (error instanceof Error ? loggedError(error) : typeof error);
  const all: LoggerOptions = { ...options, base: null, serializers: { err } };
  return destination === undefined ? pino(all) : pino(all, destination);
}
