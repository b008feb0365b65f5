import { resolve } from 'node:path';
import { z } from 'zod';
import {
  hostNames,
  isLoopback,
  networks,
  origin,
  origins,
  secret,
  urlOf,
  wholeNumber,
} from './config-values';

/** What the API reads of the environment. Defaults are for a person who has just cloned the repository. */
const environment = z.object({
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address of this machine, such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  DATABASE_URL: urlOf(
    ['postgres:', 'postgresql:'],
    'must be a PostgreSQL address such as postgresql://user:password@localhost:5432/app',
  ).optional(),
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
  DEMO_MODE: z.enum(['yes', 'no'], 'must be yes or no').optional(),
  /** How long requests that are being served may take to finish once the process was told to stop. */
  SHUTDOWN_SECONDS: wholeNumber(0, 3600).default(10),
  PUBLIC_URL: origin.optional(),
  AUTH_SECRET: secret.optional(),
  ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  SIGN_UP: z.enum(['open', 'closed'], 'must be open or closed').default('open'),
  SMTP_URL: urlOf(
    ['smtp:', 'smtps:'],
    'must be a mail server such as smtps://user:password@mail.example.org',
  ).optional(),
  MAIL_FROM: z.string().min(3, 'must be an address such as Reactive <accounts@example.org>').optional(),
  ALLOWED_HOSTS: hostNames.default([]),
  CORS_ORIGINS: origins.default([]),
  TRUST_PROXY: networks.default([]),
  REDIS_URL: urlOf(
    ['redis:', 'rediss:'],
    'must be a Redis address such as redis://localhost:6379',
  ).optional(),
  JOBS: z.enum(['yes', 'no'], 'must be yes or no').default('yes'),
  JOB_LEASE_SECONDS: wholeNumber(2, 3600).default(30),
  IMPORT_MAX_MB: wholeNumber(1, 1000).default(20),
  RATE_LIMIT: wholeNumber(1, 1_000_000).default(1000),
  RATE_LIMIT_PER_ADDRESS: wholeNumber(1, 1_000_000).default(5000),
});

/** How this process runs. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** A PostgreSQL server; without one the database is embedded, under `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /**
   * Whether an empty database is filled with made-up users, and two of them have passwords that everybody knows: for
   * the embedded one outside of production, unless told.
   */
  readonly demo: boolean;
  readonly production: boolean;
  readonly logLevel: z.output<typeof environment>['LOG_LEVEL'];
  /** Milliseconds. */
  readonly shutdownDeadline: number;
  /** Where browsers find this server when that is not where it listens: the address of a proxy before it. */
  readonly publicUrl: string | undefined;
  /** By which names this server may be asked, beside that of `publicUrl`, those of loopback, and addresses. */
  readonly allowedHosts: readonly string[];
  /** Signs cookies and tokens; outside of production one is made when none is given. */
  readonly authSecret: string | undefined;
  /** Who becomes an admin where there is none. */
  readonly adminEmail: string | undefined;
  /** Whether anybody may open an account. */
  readonly openSignUp: boolean;
  /** What sends messages; without it they are shown where the process writes. */
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  /** Pages of other origins that may use the API. */
  readonly corsOrigins: readonly string[];
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Where processes share their counts. */
  readonly redisUrl: string | undefined;
  readonly jobs: {
    /** Whether this process does jobs; another one has to, where it does not. */
    readonly works: boolean;
    /** Milliseconds after which a process that has gone silent has lost its jobs. */
    readonly lease: number;
    /** Bytes that a file may have whose users are imported. */
    readonly maxUpload: number;
  };
  /** Requests in a minute. */
  readonly rateLimits: { readonly account: number; readonly address: number };
}

/** The environment says something that cannot be followed; the message is one line for a person. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = z.output<typeof environment>;

/** What each variable allows by itself, but not together with the others. */
function conflictsOf(
  { HOST, PUBLIC_URL, AUTH_SECRET, SMTP_URL, MAIL_FROM }: Environment,
  { demo, production }: Pick<Config, 'demo' | 'production'>,
): string[] {
  const conflicts: [boolean, string][] = [
    [
      demo && production,
      'DEMO_MODE must not be yes in production: everybody knows the passwords of the demo',
    ],
    [
      demo && !isLoopback(HOST),
      'HOST must be a loopback address (127.0.0.1, ::1 or localhost) in demo mode, since everybody knows its passwords: set DEMO_MODE=no to listen elsewhere',
    ],
    [
      production && AUTH_SECRET === undefined,
      'AUTH_SECRET must be set in production: it signs sessions; `openssl rand -base64 32` makes one',
    ],
    [
      production && !PUBLIC_URL?.startsWith('https:'),
      'PUBLIC_URL must be the https:// address of the page in production: cookies must not travel unencrypted',
    ],
    [
      SMTP_URL !== undefined && MAIL_FROM === undefined,
      'MAIL_FROM must be set with SMTP_URL: messages need a sender such as Reactive <accounts@example.org>',
    ],
  ];
  return conflicts.flatMap(([wrong, message]) => (wrong ? [message] : []));
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
  const production = data.NODE_ENV === 'production';
  const demo =
    data.DEMO_MODE === undefined ? !production && data.DATABASE_URL === undefined : data.DEMO_MODE === 'yes';
  const conflicts = conflictsOf(data, { demo, production });
  if (conflicts.length > 0) throw new ConfigError(conflicts.join('; '));
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL,
    dataDir: resolve(base, data.DATA_DIR),
    demo,
    production,
    logLevel: data.LOG_LEVEL,
    shutdownDeadline: data.SHUTDOWN_SECONDS * 1000,
    publicUrl: data.PUBLIC_URL,
    allowedHosts: data.ALLOWED_HOSTS,
    authSecret: data.AUTH_SECRET,
    adminEmail: data.ADMIN_EMAIL,
    openSignUp: data.SIGN_UP === 'open',
    mail: data.SMTP_URL === undefined ? undefined : { url: data.SMTP_URL, from: data.MAIL_FROM ?? '' },
    corsOrigins: data.CORS_ORIGINS,
    trustedProxies: data.TRUST_PROXY,
    redisUrl: data.REDIS_URL,
    jobs: {
      works: data.JOBS === 'yes',
      lease: data.JOB_LEASE_SECONDS * 1000,
      maxUpload: data.IMPORT_MAX_MB * 1_000_000,
    },
    rateLimits: { account: data.RATE_LIMIT, address: data.RATE_LIMIT_PER_ADDRESS },
  };
}
