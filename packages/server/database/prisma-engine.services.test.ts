import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMigrations } from './migration-files';
import { openTestServerDatabase, type TestServerDatabase } from './testing';

// The engine behind `prisma migrate deploy`, as WebAssembly: the command line's own can't be installed offline.
interface EngineModule {
  memory: WebAssembly.Memory;
  __wbindgen_start(): void;
}

async function startEngine(url: string): Promise<engineBindings.SchemaEngine> {
  const bindings = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = await readFile(join(dirname(bindings), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(file, {
    './schema_engine_bg.js': { ...engineBindings },
  });
  const { exports } = instance as { exports: WebAssembly.Exports & EngineModule }; // what wasm-bindgen exports
  Reflect.get(engineBindings, '__wbg_set_wasm')(exports);
  exports.__wbindgen_start();
  const schema = await readFile(new URL('../prisma/schema.prisma', import.meta.url), 'utf8');
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));
  return engineBindings.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
}

async function migrationsList(): Promise<engineBindings.MigrationList> {
  const migrations = await readMigrations();
  return {
    baseDir: '/prisma/migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

const filters = { externalTables: [], externalEnums: [] };

let database: TestServerDatabase;
beforeAll(async () => {
  database = await openTestServerDatabase();
});
afterAll(() => database.close());

describe('`prisma migrate deploy` after us', () => {
  it('finds everything applied, unchanged and complete', async () => {
    const engine = await startEngine(database.url);
    const list = await migrationsList();
    const diagnosis = { migrationsList: list, optInToShadowDatabase: false, filters };
    expect(await engine.diagnoseMigrationHistory(diagnosis)).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    });
    expect(await engine.applyMigrations({ migrationsList: list, filters })).toEqual({
      appliedMigrationNames: [],
    });

    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(`UPDATE "_prisma_migrations" SET checksum = repeat('0', 64)`);
    await client.end();
    const edited = await engine.diagnoseMigrationHistory(diagnosis);
    expect(edited.editedMigrationNames).toEqual(list.migrationDirectories.map(({ path }) => path));
  });
});
