import { describe, expect, it } from 'vitest';
import { useImports } from './import.fixture';

const { call, imported, usersNow } = useImports();

const exported = async () => (await call({ path: '/api/jobs/export-users' })).text;

describe('an export', () => {
  it('has what matches, in its order, and nothing that would be run as a formula', async () => {
    await imported(
      'name,email,role\n=cmd,a@example.org,user\nZoë,z@example.org,user\nRoot,r@example.org,admin\n',
    );
    const where = encodeURIComponent(JSON.stringify({ role: 'user' }));
    const orderBy = encodeURIComponent(JSON.stringify({ name: 'desc' }));
    const { status, text, headers } = await call({
      path: `/api/jobs/export-users?where=${where}&orderBy=${orderBy}`,
    });
    expect([status, headers.get('Content-Disposition')]).toEqual([200, 'attachment; filename="users.csv"']);
    const lines = text.replace('\ufeff', '').trimEnd().split('\r\n');
    expect(lines[0]).toBe('name,email,role,status,id,createdAt,updatedAt,version');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 4))).toEqual([
      ['Zoë', 'z@example.org', 'user', 'active'],
      ["'=cmd", 'a@example.org', 'user', 'active'],
    ]);
    expect((await call({ path: '/api/jobs/export-users?color=red' })).status).toBe(400);
  });

  it('is asked for in no pages', async () => {
    for (const name of ['limit', 'next']) {
      const { status, json } = await call({ path: `/api/jobs/export-users?${name}=1` });
      expect([status, json.errors]).toEqual([400, { [name]: ['Unknown parameter'] }]);
    }
    const { json } = await call({ path: '/openapi.json' });
    const names = json.paths['/api/jobs/export-users'].get.parameters.map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toContain('orderBy');
    expect(names.filter((name: string) => name === 'limit' || name === 'next')).toEqual([]);
  });

  it('is whole, however many there are', async () => {
    const rows = Array.from({ length: 2500 }, (_, n) => `User ${n},user${n}@example.org`);
    await imported(`name,email\n${rows.join('\n')}\n`);
    const { text } = await call({ path: '/api/jobs/export-users' });
    const lines = text.trimEnd().split('\r\n').slice(1);
    expect(new Set(lines.map((line) => line.split(',')[1])).size).toBe(2501);
  });
});

describe('a file of ours that is sent again', () => {
  it('says nothing new, where it is an export', async () => {
    await imported('name,email,role\n=cmd,a@example.org,admin\n"Zoë;=1,\t+2",z@example.org,user\n');
    const before = await usersNow();
    const job = await imported(await exported(), '?duplicates=update');
    expect(job).toMatchObject({ status: 'completed', totalItems: 3, unchangedItems: 3, refusedItems: 0 });
    expect(await usersNow()).toEqual(before);
    expect(before.map(({ name }) => name)).toEqual(['=cmd', 'Zoë;=1,\t+2']);
  });

  it('changes what was changed in an export, and nothing of what only the database writes', async () => {
    await imported('name,email\nAda,a@example.org\n');
    const file = (await exported())
      .replace(/^Ada,(.*),1$/m, 'Countess,$1,77')
      .replaceAll(/\d{4}-\d\d-/g, '1999-01-');
    const job = await imported(file, '?duplicates=update');
    expect(job).toMatchObject({ updatedItems: 1, unchangedItems: 1, refusedItems: 0 });
    expect(await usersNow()).toMatchObject([{ name: 'Countess', version: 2 }]);
    expect(await exported()).not.toContain('1999');
  });

  it('imports what was mended in a report, and reports the rest anew', async () => {
    const first = await imported('email,name\na@,=Ada\nb@,Bob\n');
    const report = await call({ path: `/api/jobs/${first.id}/report` });
    const second = await imported(report.text.replace('a@', 'a@example.org'));
    expect(second).toMatchObject({ status: 'completed', createdItems: 1, refusedItems: 1 });
    expect(await usersNow()).toMatchObject([{ name: '=Ada', email: 'a@example.org' }]);
    const { text } = await call({ path: `/api/jobs/${second.id}/report` });
    const [header, row] = text.replace('\ufeff', '').split('\r\n');
    expect(header).toBe('row,problem,email,name');
    expect(row).toMatch(/^3,"?email: .*,b@,Bob$/);
  });
});
