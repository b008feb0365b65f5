import { describe, expect, it } from 'vitest';
import { readConfig } from './config';

describe('readConfig', () => {
  it('has defaults for a fresh clone', () => {
    expect(readConfig({}, '/app')).toEqual({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: '/app/.data',
      demoData: true,
      logLevel: 'info',
      shutdownDeadline: 10_000,
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
      DEMO_DATA: 'yes',
    };
    expect(readConfig(env, '/app')).toEqual({
      port: 0,
      host: '::1',
      databaseUrl: 'postgres://u:p@db/app',
      dataDir: '/var/data',
      demoData: true,
      logLevel: 'silent',
      shutdownDeadline: 0,
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
    ['DEMO_DATA', ['', 'true', '1']],
    ['LOG_LEVEL', ['', 'verbose', 'INFO']],
    ['NODE_ENV', ['', 'prod', 'staging']],
    ['SHUTDOWN_SECONDS', ['', '-1', 'ten', '3601']],
  ])('refuses a wrong %s in one line that names it', (name, values) => {
    for (const value of values) {
      expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must be [^\\n]*$`));
    }
  });

  it('names every wrong variable and repeats no value', () => {
    const env = { PORT: 'x', DATABASE_URL: 'mysql://root:secret@db/app' };
    expect(() => readConfig(env)).toThrow(/^PORT must .*; DATABASE_URL must (?!.*secret).*$/);
  });

  it('makes no users up on a server unless told', () => {
    expect(readConfig({ DATABASE_URL: 'postgres://db/app' }).demoData).toBe(false);
    expect(readConfig({ DEMO_DATA: 'no' }).demoData).toBe(false);
  });

  it('says why it listens on this machine only', () => {
    expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(/no accounts yet/);
  });
});
