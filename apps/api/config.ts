import { isIPv4 } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

/** Whether a host name or address is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^(0|[1-9]\d{0,8})$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}

/** What the API reads of the environment. Defaults are for a person who has just cloned the repository. */
const environment = z.object({
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: z
    .string()
    .refine(
      isLoopback,
      'must be a loopback address (127.0.0.1, ::1 or localhost): there are no accounts yet, so whoever reaches this API may change everything',
    )
    .default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .refine(
      isPostgresUrl,
      'must be a PostgreSQL address such as postgresql://user:password@localhost:5432/app',
    )
    .optional(),
  DATA_DIR: z.string().min(1, 'must be a folder').default('.data'),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
  /** Read by Express and others; checked here, since a misspelt one would be taken for development. */
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'must be development, production or test')
    .optional(),
  DEMO_DATA: z.enum(['yes', 'no'], 'must be yes or no').optional(),
  /** How long requests that are being served may take to finish once the process was told to stop. */
  SHUTDOWN_SECONDS: wholeNumber(0, 3600).default(10),
});

/** How this process runs. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** A PostgreSQL server; without one the database is embedded, under `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** Whether an empty database is filled with made-up users: for the embedded one, unless told. */
  readonly demoData: boolean;
  readonly logLevel: z.output<typeof environment>['LOG_LEVEL'];
  /** Milliseconds. */
  readonly shutdownDeadline: number;
}

/** The environment says something that cannot be followed; the message is one line for a person. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration from environment variables. A value that is set but wrong, or empty, is an error: never
 * a silent default.
 *
 * @throws ConfigError with one line that names every wrong variable, but repeats no value: one may hold a password
 * @example
 * const { port, host } = readConfig(process.env);
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, base = process.cwd()): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const wrong = new Map(parsed.error.issues.map(({ path, message }) => [String(path[0]), message]));
    throw new ConfigError([...wrong].map(([name, message]) => `${name} ${message}`).join('; '));
  }
  const { data } = parsed;
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL,
    dataDir: resolve(base, data.DATA_DIR),
    demoData: data.DEMO_DATA === undefined ? data.DATABASE_URL === undefined : data.DEMO_DATA === 'yes',
    logLevel: data.LOG_LEVEL,
    shutdownDeadline: data.SHUTDOWN_SECONDS * 1000,
  };
}
