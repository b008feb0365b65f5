import { PGlite } from '@electric-sql/pglite';
import { account, accountEvents, fold } from '@myapp/core/events';
import { expect, it, onTestFinished } from 'vitest';
import { connectEmbedded } from '../database/embedded';
import { migrate } from '../database/migrate';
import { readMigrations } from '../database/migration-files';
import { useConnection } from '../database/open';
import { embeddedSession } from '../database/sql-session';
import { EventStore } from './index';

it('who was there before there were histories gets one that begins with who they are', async () => {
  const engine = await PGlite.create();
  const session = embeddedSession(engine);
  const known = await readMigrations();
  const before = known.filter(({ name }) => name < '20261127020000_events');
  await migrate(session, before);
  await session.run(`SET myapp.actor = 'test'; SET timezone = 'Europe/Madrid';
    INSERT INTO users (id, name, email, role, version, created_at) VALUES
      ('0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90', 'Ada', 'ada@example.org', 'admin', 7, '2020-02-29T10:00:00.5Z'),
      ('0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d91', 'Eve', 'eve@example.org', 'user', 1, '0099-01-01T00:00:00Z')`);
  const database = await useConnection(connectEmbedded(engine));
  onTestFinished(() => database.close());
  const store = new EventStore(account);
  const [event, ...others] = await store.read('0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d90');
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    type: 'recorded',
    actor: 'system',
    data: { rowVersion: 7, role: 'admin', status: 'active', since: '2020-02-29T10:00:00.500Z' },
    personal: { name: 'Ada', email: 'ada@example.org' },
  });
  const eve = await store.read('0190c6e4-7b5a-7cc2-9f4e-2f1c3a5b7d91');
  expect(fold(account, eve).state).toMatchObject({ name: 'Eve', rowVersion: 1 });
  expect(eve[0]?.data).toMatchObject({ since: '0099-01-01T00:00:00.000Z' });
  expect(accountEvents.types).toContain('recorded');
});
