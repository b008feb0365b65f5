import { Router } from 'express';
import { ReactiveError } from 'reactive/errors';
import { describe, expect, it } from 'vitest';
import { builtWebApp, type RunningApp, runApp } from './app.fixture';

const SECRET = 'hunter2-Zq8vYt';
const ID = '0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90';

/** As drivers and Prisma throw: with the row, the statement and what they were called with. */
function driverFault(): Error {
  const values = {
    detail: `Failing row contains (${SECRET})`,
    parameters: [SECRET],
    meta: { args: { name: SECRET } },
  };
  return Object.assign(new Error(`invalid input syntax for type integer: "${SECRET}"`), {
    code: '22P02',
    ...values,
  });
}

function prismaFault(): Error {
  const message = `\nInvalid \`prisma.user.create()\` invocation:\n\n{\n  data: {\n    name: "${SECRET}"\n  }\n}\n\nUnknown argument`;
  return Object.assign(new Error(message, { cause: driverFault() }), { name: 'PrismaClientValidationError' });
}

const faults: Record<string, () => unknown> = {
  '/driver': driverFault,
  '/prisma': prismaFault,
  '/wrapped': () => new ReactiveError('A row cannot be sent', { cause: prismaFault() }),
};

function failing(): Router {
  const router = Router();
  for (const [path, fault] of Object.entries(faults)) router.all(path, () => Promise.reject(fault()));
  router.all('/users/:id', (_req, res) => res.json({}));
  return router;
}

async function run(): Promise<RunningApp> {
  return runApp({ api: [failing()], webFolder: await builtWebApp('<!doctype html>') });
}

const places: [string, string, RequestInit][] = [
  ['a header', '/api/users/1', { headers: { Authorization: `Bearer ${SECRET}`, 'X-Api-Key': SECRET } }],
  ['a cookie', '/api/users/1', { headers: { Cookie: `session=${SECRET}` } }],
  [
    'a user agent',
    '/api/users/1',
    { headers: { 'User-Agent': SECRET, Referer: `http://localhost/${SECRET}` } },
  ],
  ['the query', `/api/users/1?token=${SECRET}`, {}],
  ['an id', `/api/users/${SECRET}`, {}],
  ['a path of the API', `/api/${SECRET}`, {}],
  ['a path of the page', `/reset/${SECRET}`, { headers: { Accept: 'text/html' } }],
  ['a path of nothing', `/${SECRET}`, {}],
  ['a path of an asset', `/assets/${SECRET}.js`, {}],
  ['a path that is no encoding', `/api/users/%E0%A4%A${SECRET}`, {}],
  ['an address that is too long', `/${SECRET}?${'x'.repeat(9000)}`, {}],
  [
    'a body',
    '/api/users/1',
    { method: 'POST', body: `{"password":"${SECRET}"}`, headers: { 'Content-Type': 'application/json' } },
  ],
  [
    'a body that is no JSON',
    '/api/users/1',
    { method: 'POST', body: `{"password":${SECRET}`, headers: { 'Content-Type': 'application/json' } },
  ],
  [
    'a body of another type',
    '/api/users/1',
    { method: 'POST', body: SECRET, headers: { 'Content-Type': `text/${SECRET}` } },
  ],
  [
    'the method’s path',
    `/${SECRET}`,
    { method: 'OPTIONS', headers: { Origin: `https://${SECRET}.example.org` } },
  ],
  ['a request id that is none', '/api/users/1', { headers: { 'X-Request-Id': `${SECRET} ${SECRET}` } }],
  ...Object.keys(faults).map((path): [string, string, RequestInit] => [
    `a fault, ${path}`,
    `/api${path}`,
    {},
  ]),
];

describe('the log', () => {
  it.each(places)('has no secret that stands in %s', async (_, path, init) => {
    const { url, lines } = await run();
    const response = await fetch(url + path, init);
    expect(response.status).toBeGreaterThan(199);
    await expect.poll(() => lines.filter(({ msg }) => msg === 'request')).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
  });

  it('says enough of a fault to look for it', async () => {
    const { url, lines } = await run();
    await fetch(`${url}/api/wrapped`);
    await expect.poll(() => lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      level: 50,
      path: '/api/wrapped',
      err: {
        type: 'ReactiveError',
        code: 'internal',
        message: 'A row cannot be sent',
        stack: expect.stringContaining('log-secrets.test.ts'),
        cause: {
          type: 'PrismaClientValidationError',
          message: 'Invalid `prisma.user.create()` invocation: Unknown argument',
          cause: { code: '22P02', message: 'invalid input syntax for type integer: "…"' },
        },
      },
    });
  });

  it('has the ids of what was asked for, and the names of our own files', async () => {
    const { url, lines } = await run();
    for (const path of [`/api/users/${ID}`, `/api/users/${ID}?x=1`, '/icon.svg', '/'])
      await fetch(url + path);
    await expect
      .poll(() => lines.map(({ path }) => path))
      .toEqual([`/api/users/${ID}`, `/api/users/${ID}`, '/icon.svg', '/']);
  });

  it.each(['%0a', '%0d%0a', '%e2%80%a8', '%1b[31m', '%00'])('cannot be forged by %s', async (lineBreak) => {
    const forged = '{"level":60,"msg":"forged"}';
    const written: string[] = [];
    const { url, lines } = await runApp({ api: [failing()] }, { written: (line) => written.push(line) });
    await fetch(
      `${url}/api/users/${lineBreak}${encodeURIComponent(forged)}?${lineBreak}${encodeURIComponent(forged)}`,
    );
    await fetch(`${url}/api/driver`, {
      method: 'POST',
      body: `"\\n${forged.replaceAll('"', '\\"')}"`,
      headers: { 'Content-Type': 'application/json' },
    });
    await expect.poll(() => lines).toHaveLength(3);
    expect(written.every((line) => /^[^\n\r\u2028\u001b\0]+\n$/.test(line))).toBe(true);
    expect(lines.map(({ level }) => level)).toEqual([30, 50, 30]);
  });
});
