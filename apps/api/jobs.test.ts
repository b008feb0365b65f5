import { describe, expect, it } from 'vitest';
import { useImports } from './import.fixture';

const { call, imported } = useImports();

describe('jobs', () => {
  it('are listed, and asked for one by one', async () => {
    const job = await imported('name,email\nAda,ada@example.org\n');
    const list = await call({ path: '/api/jobs?type=import-users&status=completed' });
    expect(list.json).toMatchObject({ items: [job], total: 1, next: null });
    const { headers } = await call({ path: `/api/jobs/${job.id}` });
    expect(headers.get('ETag')).toBe(`"${job.version}"`);
    expect((await call({ path: '/api/jobs/nobody' })).status).toBe(404);
    expect((await call({ path: '/api/jobs?color=red' })).status).toBe(400);
  });

  it('are refused what is impossible', async () => {
    const job = await imported('name,email\nAda,ada@example.org\n');
    const command = (name: string, headers = {}) =>
      call({ method: 'POST', path: `/api/jobs/${job.id}/${name}`, headers });
    expect(await command('cancel')).toMatchObject({ status: 409, json: { code: 'state' } });
    expect(await command('retry')).toMatchObject({ status: 409, json: { code: 'state' } });
    expect((await command('cancel', { 'If-Match': '"1"' })).status).toBe(412);
    expect((await command('cancel', { 'If-Match': '*' })).status).toBe(400);
    expect((await call({ method: 'DELETE', path: `/api/jobs/${job.id}` })).status).toBe(405);
  });
});
