import { rmSync } from 'node:fs';
import {
  createTemporaryDatabase,
  type TemporaryDatabase,
  testServerUrl,
} from '@myapp/server/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { follow, printedBy, type Replacements, serverCommands } from '../../scripts/docs/follow';
import { run } from '../../scripts/docs/processes';
import { copyWorkspace } from '../../scripts/docs/workspace-copy';

let database: TemporaryDatabase;
let copy: string;
let as: Replacements;

beforeAll(async () => {
  database = await createTemporaryDatabase(testServerUrl());
  as = [
    // As the pages write them.
    ['postgresql://postgres@127.0.0.1:5432/guide', database.url],
    ['redis://127.0.0.1:6379', process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'],
  ];
  copy = copyWorkspace();
  follow(copy, []);
  await run('node packages/server/prisma/generate.mjs', copy);
});

afterAll(async () => {
  await database.drop();
  rmSync(copy, { recursive: true, force: true });
});

describe('who does what the pages say, with servers at hand, sees what is written', () => {
  it.each(serverCommands)('at $at: $run', async (command) => {
    expect(await printedBy(command, copy, as)).toBe(command.prints);
  });
});
