import { describe, expect, it } from 'vitest';
import { readConfig } from './config';

const SECRET = 'bm9ib2R5IGd1ZXNzZXMgdGhpcyBzZWNyZXQ=';

const production = { NODE_ENV: 'production', AUTH_SECRET: SECRET, PUBLIC_URL: 'https://app.example.org' };

describe('readConfig', () => {
  it('has defaults for a fresh clone', () => {
    expect(readConfig({}, '/app')).toEqual({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: '/app/.data',
      demo: true,
      production: false,
      logLevel: 'info',
      shutdownDeadline: 10_000,
      publicUrl: undefined,
      allowedHosts: [],
      authSecret: undefined,
      adminEmail: undefined,
      openSignUp: true,
      mail: undefined,
      corsOrigins: [],
      trustedProxies: [],
      redisUrl: undefined,
      jobs: { works: true, lease: 30_000, maxUpload: 20_000_000 },
      rateLimits: { account: 1000, address: 5000 },
    });
  });

  it('takes what is set', () => {
    const env = {
      PORT: '0',
      HOST: '::1',
      DATABASE_URL: 'postgres://u:p@db/app',
      DATA_DIR: '/var/data',
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      SHUTDOWN_SECONDS: '0',
      DEMO_MODE: 'yes',
      PUBLIC_URL: 'https://app.example.org',
      AUTH_SECRET: SECRET,
      ADMIN_EMAIL: 'ada@example.org',
      SIGN_UP: 'closed',
      SMTP_URL: 'smtps://user:password@mail.example.org',
      MAIL_FROM: 'Reactive <accounts@example.org>',
      ALLOWED_HOSTS: 'api.internal, app.example.com',
      CORS_ORIGINS: 'https://a.example.org, http://localhost:8080',
      TRUST_PROXY: '10.0.0.0/8, 192.0.2.7,2001:db8::/32',
      REDIS_URL: 'rediss://:secret@cache:6380/1',
      JOBS: 'no',
      JOB_LEASE_SECONDS: '2',
      IMPORT_MAX_MB: '1000',
      RATE_LIMIT: '1',
      RATE_LIMIT_PER_ADDRESS: '1000000',
    };
    expect(readConfig(env, '/app')).toEqual({
      port: 0,
      host: '::1',
      databaseUrl: 'postgres://u:p@db/app',
      dataDir: '/var/data',
      demo: true,
      production: false,
      logLevel: 'silent',
      shutdownDeadline: 0,
      publicUrl: 'https://app.example.org',
      allowedHosts: ['api.internal', 'app.example.com'],
      authSecret: SECRET,
      adminEmail: 'ada@example.org',
      openSignUp: false,
      mail: { url: 'smtps://user:password@mail.example.org', from: 'Reactive <accounts@example.org>' },
      corsOrigins: ['https://a.example.org', 'http://localhost:8080'],
      trustedProxies: ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32'],
      redisUrl: 'rediss://:secret@cache:6380/1',
      jobs: { works: false, lease: 2000, maxUpload: 1_000_000_000 },
      rateLimits: { account: 1, address: 1_000_000 },
    });
  });

  it.each([
    ['PORT', ['', 'http', '-1', '65536', '3000abc', '0x10', '1e3', ' 80', '80.5', '007']],
    [
      'HOST',
      [
        '',
        '0.0.0.0',
        '::',
        '192.168.1.7',
        'example.org',
        'localhost.example.org',
        '127.0.0.1.nip.io',
        '127.1',
        '127.0.0.256',
      ],
    ],
    ['DATABASE_URL', ['', 'mysql://localhost/app', 'localhost:5432', './file.db']],
    ['DATA_DIR', ['']],
    ['DEMO_MODE', ['', 'true', '1']],
    ['LOG_LEVEL', ['', 'verbose', 'INFO']],
    ['NODE_ENV', ['', 'prod', 'staging']],
    ['SHUTDOWN_SECONDS', ['', '-1', 'ten', '3601']],
    [
      'PUBLIC_URL',
      [
        '',
        'example.org',
        'https://example.org/',
        'https://example.org/app',
        'ftp://example.org',
        'HTTPS://EXAMPLE.ORG',
        'https://example.org:443',
      ],
    ],
    [
      'ALLOWED_HOSTS',
      ['', '*', '.example.org/', 'api.internal:3000', 'https://api.internal', 'API.internal', 'a.internal,'],
    ],
    [
      'CORS_ORIGINS',
      [
        '',
        '*',
        'null',
        'https://*.example.org',
        'https://a.example.org,',
        'https://a.example.org/',
        'https://a.example.org https://b.example.org',
      ],
    ],
    [
      'TRUST_PROXY',
      [
        '',
        'true',
        '1',
        'loopback',
        '*',
        '0.0.0.0/0',
        '::/0',
        '10.0.0.0/33',
        '10.0.0.0/8/8',
        '10.0.0',
        '10.0.0.0/08',
        'proxy.example.org',
        '10.0.0.1,',
        'fe80::1%eth0',
        '::1/129',
      ],
    ],
    ['REDIS_URL', ['', 'localhost:6379', 'http://localhost:6379']],
    ['AUTH_SECRET', ['', 'short', 'x'.repeat(40), 'abababababababababababababababababababab']],
    ['ADMIN_EMAIL', ['', 'ada', 'ada@']],
    ['SIGN_UP', ['', 'yes', 'Open']],
    ['SMTP_URL', ['', 'mail.example.org', 'https://mail.example.org']],
    ['MAIL_FROM', ['', 'x']],
    ['JOBS', ['', 'on', 'YES']],
    ['JOB_LEASE_SECONDS', ['', '1', '3601', '30s']],
    ['IMPORT_MAX_MB', ['', '0', '1001', '1.5']],
    ['RATE_LIMIT', ['', '0', '-1', 'none', '1000001']],
    ['RATE_LIMIT_PER_ADDRESS', ['', '0', '1e6', 'Infinity']],
  ])('refuses a wrong %s in one line that names it', (name, values) => {
    for (const value of values) {
      expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must be [^\\n]*$`));
    }
  });

  it('names every wrong variable and repeats no value', () => {
    const env = { PORT: 'x', DATABASE_URL: 'mysql://root:secret@db/app' };
    expect(() => readConfig(env)).toThrow(/^PORT must .*; DATABASE_URL must (?!.*secret).*$/);
  });

  it('is a demo on a fresh clone, and neither on a server nor in production', () => {
    expect(readConfig({ DATABASE_URL: 'postgres://db/app' }).demo).toBe(false);
    expect(readConfig({ DEMO_MODE: 'no' }).demo).toBe(false);
    expect(readConfig(production)).toMatchObject({ demo: false, production: true });
    expect(() => readConfig({ ...production, DEMO_MODE: 'yes' })).toThrow(
      /^DEMO_MODE must not be yes in production/,
    );
  });

  it('listens to other machines only where no password is known to everybody', () => {
    expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(/^HOST must .* DEMO_MODE=no/);
    expect(readConfig({ HOST: '0.0.0.0', DEMO_MODE: 'no' }).host).toBe('0.0.0.0');
  });

  it.each([
    ['AUTH_SECRET', { AUTH_SECRET: undefined }],
    ['PUBLIC_URL', { PUBLIC_URL: undefined }],
    ['PUBLIC_URL', { PUBLIC_URL: 'http://app.example.org' }],
  ])('in production wants a fit %s', (name, change) => {
    expect(() => readConfig({ ...production, ...change })).toThrow(new RegExp(`^${name} must be [^\n]*$`));
  });

  it('wants a sender with a mail server', () => {
    expect(() => readConfig({ SMTP_URL: 'smtp://mail.example.org' })).toThrow(/^MAIL_FROM must be set/);
  });
});
