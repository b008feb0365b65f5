import { change, type Guard } from './guard';

const ITEM = 'packages/reactive/prisma/item-provider.ts';
const RECORDS = 'packages/server/database/idempotency.ts';
const MIGRATIONS = 'packages/server/prisma/migrations';
const ADMIN = `${MIGRATIONS}/20261126030000_last_admin/migration.sql`;
const CHANGES = `${MIGRATIONS}/20261126020000_change_log/migration.sql`;
const LOCK = 'packages/server/database/owner-lock.ts';
const units = { project: 'unit', tests: ['packages/server/database/unit-of-work.test.ts'] } as const;
const records = { project: 'unit', tests: ['packages/server/database/idempotency.test.ts'] } as const;
const lastAdmin = {
  project: 'services',
  tests: ['packages/server/database/last-admin.services.test.ts'],
} as const;
const lock = {
  project: 'unit',
  tests: ['packages/server/database/owner-lock.test.ts', 'packages/server/database/owner-lock.race.test.ts'],
} as const;

/** What is written, by whom, once, and on which version. */
export const writeGuards: readonly Guard[] = [
  {
    project: 'unit',
    tests: ['apps/api/bad-input.test.ts'],
    name: 'If-Match is asked for (428)',
    changes: [
      change(
        'packages/reactive/express/conditional.ts',
        'if (header === undefined) {\n    throw new PreconditionRequiredError(',
        'if (header === undefined) {\n    if (header === undefined) return undefined as never;\n    throw new PreconditionRequiredError(',
      ),
    ],
  },
  {
    project: 'unit',
    tests: ['apps/api/bad-input.test.ts'],
    name: 'If-Match is asked for by a deletion',
    changes: [
      change(
        'packages/server/routes/user.routes.ts',
        'version: ifMatch(req), provider });\n      await user.delete();',
        'provider });\n      await user.delete();',
      ),
    ],
  },
  {
    project: 'unit',
    tests: ['apps/api/bad-input.test.ts'],
    name: 'If-Match is one strong tag',
    changes: [
      change(
        'packages/reactive/express/conditional.ts',
        'const version = VERSION.exec(header)?.[1];',
        "const version = /[1-9][0-9]*/.exec(header)?.[0] ?? (header === '*' ? '1' : undefined);",
      ),
    ],
  },
  {
    project: 'unit',
    tests: ['packages/server/providers/user.provider.test.ts'],
    name: 'version in the statement that writes (412)',
    changes: [change(ITEM, 'possible ? { id, version } : undefined', 'possible ? { id } : undefined')],
  },
  {
    project: 'services',
    tests: ['apps/api/racers.services.test.ts'],
    name: 'version in the statement that writes, among racers',
    changes: [change(ITEM, 'possible ? { id, version } : undefined', 'possible ? { id } : undefined')],
  },
  {
    project: 'unit',
    tests: ['packages/server/database/schema.test.ts'],
    name: 'an update raises the version (trigger)',
    changes: [
      change(
        `${MIGRATIONS}/20261122000000_users/migration.sql`,
        'IF NEW."version" <= OLD."version" THEN',
        'IF false THEN',
      ),
    ],
  },
  {
    ...records,
    name: 'idempotency: the first answer is given again',
    changes: [change(RECORDS, 'if (status !== null) return replay({ ...found, status }, request);', '')],
  },
  {
    ...records,
    name: 'idempotency: the body has to be the same',
    changes: [change(RECORDS, 'request !== now.request || digest !== now.digest', 'request !== now.request')],
  },
  {
    ...records,
    name: 'idempotency: the address has to be the same',
    changes: [change(RECORDS, 'request !== now.request || digest !== now.digest', 'digest !== now.digest')],
  },
  {
    ...records,
    name: 'idempotency: a key belongs to who sent it',
    changes: [
      change(
        RECORDS,
        'const owner = nameOfActor(currentActor());',
        "const owner = 'all';\n    currentActor();",
      ),
    ],
  },
  {
    ...records,
    name: 'idempotency: not twice at the same time in one process',
    changes: [change(RECORDS, 'if (underWay.has(name)) throw inProgress();', '')],
  },
  {
    project: 'services',
    tests: ['packages/server/database/idempotency.services.test.ts'],
    name: 'idempotency: not twice at the same time (advisory lock)',
    changes: [
      change(
        RECORDS,
        'pg_try_advisory_xact_lock(hashtextextended(${`${owner} ${key}`}, 0)) AS free',
        'true AS free',
      ),
    ],
  },
  {
    ...records,
    name: 'idempotency: forgotten after a day',
    changes: [
      change(
        RECORDS,
        "AND r.key = ${key} AND r.created_at > now() - interval '24 hours'`",
        'AND r.key = ${key}`',
      ),
    ],
  },
  {
    ...units,
    name: 'a unit of work fails with its parts',
    changes: [
      change(
        'packages/server/database/unit-of-work.ts',
        'if (transaction.failure) throw transaction.failure.cause;',
        '',
      ),
    ],
  },
  {
    ...units,
    name: 'a unit of work is one transaction',
    changes: [
      change(
        'packages/server/database/current.ts',
        'const client = transaction?.client ?? requireClient();',
        'const client = requireClient();',
      ),
    ],
  },
  {
    ...units,
    name: 'what a unit of work left running writes nothing',
    changes: [change('packages/server/database/current.ts', 'if (transaction?.ended) {', 'if (false) {')],
  },
  {
    ...units,
    name: 'the change log names who acted (trigger)',
    changes: [change(CHANGES, 'IF who IS NULL THEN', 'IF false THEN')],
  },
  {
    ...units,
    name: 'the change log holds nothing of a person',
    changes: [change(CHANGES, `FILTER (WHERE "now".key = ANY (TG_ARGV))`, '')],
  },
  {
    ...units,
    name: 'the change log stays as it was written (trigger)',
    only: 'the change log',
    changes: [
      change(
        CHANGES,
        'CREATE TRIGGER "changes_stay" BEFORE UPDATE OR DELETE ON "changes"\n  FOR EACH ROW EXECUTE FUNCTION "refuse_rewriting"();',
        '',
      ),
    ],
  },
  {
    ...units,
    name: 'the change log is not emptied (trigger)',
    only: 'the change log',
    changes: [
      change(
        CHANGES,
        'CREATE TRIGGER "changes_stay_whole" BEFORE TRUNCATE ON "changes"\n  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();',
        '',
      ),
    ],
  },
  {
    ...units,
    name: 'users are not emptied past the log (trigger)',
    changes: [
      change(
        CHANGES,
        'CREATE TRIGGER "users_are_not_truncated" BEFORE TRUNCATE ON "users"\n  FOR EACH STATEMENT EXECUTE FUNCTION "refuse"(\'Users are deleted, not truncated: the change log tells of each\');',
        '',
      ),
    ],
  },
  {
    ...units,
    name: 'ids of users never change (trigger)',
    changes: [
      change(
        CHANGES,
        'FOR EACH ROW WHEN (OLD."id" <> NEW."id") EXECUTE',
        'FOR EACH ROW WHEN (false) EXECUTE',
      ),
    ],
  },
  {
    ...lastAdmin,
    name: 'the last admin is not changed (trigger)',
    changes: [
      change(
        ADMIN,
        'WHEN (OLD."role" = \'admin\' AND OLD."status" = \'active\' AND (NEW."role" <> \'admin\' OR NEW."status" <> \'active\'))',
        'WHEN (false)',
      ),
    ],
  },
  {
    ...lastAdmin,
    name: 'the last admin is not deleted (trigger)',
    changes: [
      change(ADMIN, 'WHEN (OLD."role" = \'admin\' AND OLD."status" = \'active\')\n', 'WHEN (false)\n'),
    ],
  },
  {
    ...lastAdmin,
    name: 'two last admins wait for each other (advisory lock)',
    changes: [change(ADMIN, 'PERFORM pg_advisory_xact_lock(72707371);', '')],
  },
  {
    ...lastAdmin,
    name: 'the last admin, under another isolation',
    only: 'the last active admin stays when all',
    changes: [
      change(ADMIN, "IF current_setting('transaction_isolation') <> 'read committed' THEN", 'IF false THEN'),
    ],
  },
  {
    project: 'services',
    tests: ['packages/server/auth/first-admin.services.test.ts'],
    name: 'one first admin, however many start (advisory lock)',
    changes: [
      change(
        'packages/server/auth/first-admin.ts',
        'await prisma.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK_KEY})`;',
        'void LOCK_KEY;',
      ),
    ],
  },
  {
    ...lock,
    name: 'one owner of the embedded folder',
    changes: [
      change(
        LOCK,
        "if (holder !== 'free') throw new DatabaseLockedError(",
        "if (holder !== 'free' && last < 0) throw new DatabaseLockedError(",
      ),
    ],
  },
  {
    ...lock,
    name: 'one owner among those that find a dead one',
    changes: [change(LOCK, 'Math.max(...turns) > last + 1', 'false')],
  },
  {
    project: 'unit',
    tests: ['packages/server/database/embedded.test.ts'],
    name: 'damaged files are not written over',
    changes: [
      change(
        'packages/server/database/embedded-folder.ts',
        'if (damage !== undefined) throw new Error(damage);',
        '',
      ),
    ],
  },
  {
    ...lock,
    name: 'an embedded folder is for its owner alone',
    changes: [change(LOCK, ', mode: 0o700 }', ' }')],
  },
];
