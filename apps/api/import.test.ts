import { prisma } from '@myapp/server/db';
import { describe, expect, it } from 'vitest';
import { ADMIN, MAX_UPLOAD } from './api.fixture';
import { CSV, useImports } from './import.fixture';

const { call, upload, imported, usersNow, url } = useImports();

const left = async () => [await prisma.upload.count(), await prisma.uploadChunk.count()];

describe('an import', () => {
  it('creates the users of a file, and tells of rows that it refused', async () => {
    const rows = [
      'Ada,ada@example.org,admin',
      'Eve,eve@example.org,',
      'X,x@example.org,user',
      'Eve 2,EVE@example.org,user',
      '"=1+1, ""quoted""\nin two lines",q@example.org,boss',
      'short',
    ];
    const job = await imported(`name,email,role\r\n${rows.join('\r\n')}\r\n`, '?file=people.csv');
    expect(job).toMatchObject({
      type: 'import-users',
      label: 'people.csv',
      status: 'completed',
      progress: 100,
      totalItems: 6,
      processedItems: 6,
      createdItems: 2,
      refusedItems: 4,
      startedBy: ADMIN.id,
    });
    expect(await usersNow()).toEqual([
      { name: 'Ada', email: 'ada@example.org', role: 'admin', status: 'active', version: 1 },
      { name: 'Eve', email: 'eve@example.org', role: 'user', status: 'active', version: 1 },
    ]);
    const report = await call({ path: `/api/jobs/${job.id}/report` });
    expect(report.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(report.headers.get('Content-Disposition')).toBe('attachment; filename="refused-rows.csv"');
    expect(report.text.replace('\ufeff', '').split('\r\n')).toEqual([
      'row,problem,name,email,role',
      '4,name: Must have at least 2 characters,X,x@example.org,user',
      '5,email: Already taken,Eve 2,EVE@example.org,user',
      expect.stringContaining(`6,"role: `),
      '7,"Has 1 values, where the first line names 3 columns",short',
      '',
    ]);
    expect(report.text).toContain(`"'=1+1, ""quoted""\nin two lines"`);
    expect(await left()).toEqual([0, 0]);
    const change = await prisma.change.findFirst({ where: { kind: 'create' }, orderBy: { seq: 'desc' } });
    expect(change).toMatchObject({ actor: ADMIN.id, requestId: job.id });
    const ada = await prisma.user.findUniqueOrThrow({ where: { email: 'ada@example.org' } });
    expect(await prisma.historyEntry.findMany({ where: { userId: ada.id } })).toMatchObject([
      { type: 'imported' },
    ]);
  });

  it('updates whom it finds, where it is told to, with nothing but what a row gives', async () => {
    await imported('name,email,role,status\nAda,ada@example.org,admin,inactive\nEve,eve@example.org,,\n');
    const job = await imported(
      '\ufeffE-Mail;Name;Status\nada@example.org;Ada L.;\neve@example.org;Eve;\nnew@example.org;New;inactive\nnew@example.org;New 2;',
      '?duplicates=update',
    );
    expect(job).toMatchObject({ createdItems: 1, updatedItems: 2, unchangedItems: 1, refusedItems: 0 });
    expect(await usersNow()).toEqual([
      { name: 'Ada L.', email: 'ada@example.org', role: 'admin', status: 'inactive', version: 2 },
      { name: 'Eve', email: 'eve@example.org', role: 'user', status: 'active', version: 1 },
      { name: 'New 2', email: 'new@example.org', role: 'user', status: 'inactive', version: 2 },
    ]);
  });

  it('reads names of columns in quotation marks, whatever separates them', async () => {
    for (const delimiter of [',', ';', '\t']) {
      const rows = [
        ['name', 'email'],
        ['Ada, or; who', 'ada@example.org'],
      ];
      const lines = rows.map((row) => row.map((value) => `"${value}"`).join(delimiter));
      const job = await imported(lines.join('\r\n'), '?duplicates=update');
      expect(job).toMatchObject({ status: 'completed', refusedItems: 0 });
    }
    expect(await usersNow()).toMatchObject([{ name: 'Ada, or; who', email: 'ada@example.org', version: 1 }]);
  });

  it('lets nobody change their own role, nor the last admin go, and imports the rest', async () => {
    await imported('name,email,role\nEve,eve@example.org,user\n');
    const job = await imported(
      'name,email,role\nAda Admin,admin@example.org,user\nEve E.,eve@example.org,user\n',
      '?duplicates=update',
    );
    expect(job).toMatchObject({ status: 'completed', updatedItems: 1, refusedItems: 1 });
    const { text } = await call({ path: `/api/jobs/${job.id}/report` });
    expect(text).toContain('role: Nobody changes their own role');
  });

  it('names in its report the rows as programs for tables count them, with empty lines', async () => {
    const job = await imported('name,email\n\nAda,ada@example.org\nX,x@example.org\n\n\n,y@example.org\n\n');
    expect(job).toMatchObject({ totalItems: 3, processedItems: 3, createdItems: 1, refusedItems: 2 });
    const { text } = await call({ path: `/api/jobs/${job.id}/report` });
    const rows = text.trimEnd().split('\r\n').slice(1);
    expect(rows.map((line) => line.split(',')[0])).toEqual(['4', '7']);
  });

  it.each(['/', '?file=a.csv', '/?file=a.csv'])(
    'is sent to its address as others are, with %s',
    async (end) => {
      const path = `/api/Jobs/IMPORT-users${end}`;
      const raw = 'name,email\nAda,ada@example.org\n';
      expect((await call({ method: 'POST', path, raw, headers: CSV })).status).toBe(201);
    },
  );

  it('may begin with empty lines', async () => {
    for (const start of ['\n', '\r\n\r\n', '\ufeff\n']) {
      const job = await imported(`${start}name,email\nAda,ada@example.org\n`, '?duplicates=update');
      expect(job).toMatchObject({ status: 'completed', totalItems: 1, refusedItems: 0 });
    }
    const job = await imported('\n\nname,email\nX,x@example.org\n');
    const { text } = await call({ path: `/api/jobs/${job.id}/report` });
    expect(text).toContain('\r\n4,');
  });

  it.each(['refuse', 'update'])('gives nobody the id of who was deleted, where it is to %s', async (how) => {
    const gone = await prisma.user.create({ data: { name: 'Gone', email: 'gone@example.org' } });
    await prisma.user.delete({ where: { id: gone.id } });
    const file = `name,email,id\nAda,ada@example.org,\nEve,eve@example.org,${gone.id}\n`;
    const job = await imported(file, `?duplicates=${how}`);
    expect(job).toMatchObject({ createdItems: 1, refusedItems: 1 });
    const { text } = await call({ path: `/api/jobs/${job.id}/report` });
    expect(text).toContain('\r\n3,id: Already taken,Eve,');
    const body = { id: gone.id, name: 'Eve', email: 'eve@example.org' };
    const { status, json } = await call({ method: 'POST', path: '/api/users', body });
    expect([status, json.errors]).toEqual([409, { id: ['Already taken'] }]);
  });

  it('is begun once under one key, and told about again', async () => {
    const send = (raw: string) => upload(raw, { headers: { 'Idempotency-Key': 'k-1' } });
    const file = 'name,email\nAda,ada@example.org\n';
    const [first, again, other] = [
      await send(file),
      await send(file),
      await send(`${file}Eve,e@example.org`),
    ];
    expect([first.status, again.status, other.status]).toEqual([201, 201, 422]);
    expect(again.text).toBe(first.text);
    expect([first, again].map(({ headers }) => headers.get('Idempotency-Replayed'))).toEqual([null, 'true']);
    expect(await prisma.job.count({ where: { type: 'import-users' } })).toBe(1);
    await expect.poll(left).toEqual([0, 0]);
  });
});

describe('a file that cannot be imported', () => {
  const errors = { file: [expect.any(String)] };
  it.each([
    ['is empty', '', 400, errors],
    ['has a header only', 'name,email\n', 400, errors],
    [
      'lacks a column',
      'name,mail\nAda,ada@example.org',
      400,
      {
        columns: [
          'The first line does not name the column "email"',
          'Unknown column "mail": there are "name", "email", "role", "status", "id"',
        ],
      },
    ],
    [
      'names a column twice',
      'name,email,NAME\nAda,a@example.org,x',
      400,
      {
        columns: ['Named more than once: "name"'],
      },
    ],
    [
      'never closes a quotation mark',
      'name,email\n"Ada,ada@example.org\nEve,e@example.org\n',
      400,
      {
        file: [expect.stringMatching(/^Line \d: a quotation mark is opened and never closed$/)],
      },
    ],
    [
      'has something after a quotation mark, whatever separates its values',
      '"name"x,email\nAda,a@example.org',
      400,
      { file: ['Line 1: something follows a closing quotation mark'] },
    ],
    ['has a header without end', 'x'.repeat(5000), 400, errors],
    ['has nothing but empty lines', '\n\r\n', 400, errors],
    ['has nothing but very many empty lines', '\n'.repeat(5000), 400, errors],
  ])('%s', async (...[, raw, status, expected]) => {
    const answer = await upload(raw);
    expect(answer).toMatchObject({ status, json: { errors: expected } });
    expect(await left()).toEqual([0, 0]);
    expect(await prisma.job.count({ where: { type: 'import-users' } })).toBe(0);
  });

  it.each([
    [
      'is no UTF-8',
      new Uint8Array([...Buffer.from('name,email\nAn'), 0xe9, ...Buffer.from(',a@example.org')]),
      'not encoded as UTF-8',
    ],
    [
      'is cut off within a character',
      new Uint8Array([...Buffer.from('name,email\nAda,ada@example.org\nAn'), 0xc3]),
      'not encoded as UTF-8',
    ],
    ['is UTF-16', new Uint8Array([0xff, 0xfe, 0x6e, 0]), 'UTF-16'],
    ['is a workbook', new Uint8Array([0x50, 0x4b, 3, 4]), 'workbook'],
  ])('%s', async (_what, raw, message) => {
    const answer = await upload(raw);
    expect(answer).toMatchObject({ status: 415, json: { error: expect.stringContaining(message) } });
    expect(await left()).toEqual([0, 0]);
  });

  it('has a name that cannot be kept', async () => {
    const answer = await upload('name,email\nAda,ada@example.org', { query: '?file=%00' });
    expect(answer).toMatchObject({ status: 400, json: { errors: { file: [expect.any(String)] } } });
    expect(await left()).toEqual([0, 0]);
  });

  it('is too large, by what it says and by what it is', async () => {
    const large = `name,email\n${'Ada,ada@example.org\n'.repeat(MAX_UPLOAD / 20)}`;
    const said = await upload(large);
    expect(said).toMatchObject({
      status: 413,
      json: { error: 'The file is larger than the 1 MB that are accepted' },
    });
    const streamed = await fetch(url('/api/jobs/import-users'), {
      method: 'POST',
      headers: CSV,
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(streamed.status).toBe(413);
    expect(await left()).toEqual([0, 0]);
  });

  it.each([
    ['another type', { headers: { 'Content-Type': 'application/json' } }, 415],
    ['another charset', { headers: { 'Content-Type': 'text/csv; charset=latin1' } }, 415],
    ['a compression', { headers: { 'Content-Encoding': 'gzip' } }, 415],
    ['an unknown parameter', { query: '?color=red' }, 400],
    ['a repeated parameter', { query: '?file=a&file=b' }, 400],
    ['a wrong choice', { query: '?duplicates=delete' }, 400],
    ['a malformed key', { headers: { 'Idempotency-Key': 'a b' } }, 400],
  ])('was sent with %s', async (_what, how, status) => {
    expect((await upload('name,email\nAda,ada@example.org\n', how)).status).toBe(status);
    expect(await left()).toEqual([0, 0]);
  });
});
