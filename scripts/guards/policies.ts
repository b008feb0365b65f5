import { change, type Guard } from './guard';

const POLICY = 'packages/core/policies/policy.ts';
const USERS = 'packages/core/policies/user.policy.ts';
const ITEM = 'packages/reactive/prisma/item-provider.ts';
const LIST = 'packages/reactive/prisma/collection-provider.ts';
const permissions = { project: 'unit', tests: ['apps/api/permissions.test.ts'] } as const;
const policy = { project: 'unit', tests: ['packages/core/policies/user.policy.test.ts'] } as const;
const access = { project: 'unit', tests: ['packages/reactive/prisma/access.test.ts'] } as const;
const fields = { project: 'unit', tests: ['apps/api/unwritable-fields.test.ts'] } as const;

/** What somebody may see and do. */
export const policyGuards: readonly Guard[] = [
  {
    ...permissions,
    name: 'allow-list of the fields of an answer, everywhere',
    changes: [
      change(
        POLICY,
        'for (const field of readable) if (Object.hasOwn(row, field)) shown[field] = row[field];',
        'Object.assign(shown, row);',
      ),
    ],
  },
  {
    ...access,
    name: 'allow-list of the fields of an answer, in the provider',
    changes: [
      change('packages/reactive/prisma/access.ts', 'access ? (access.present(row) as T) : row', 'row'),
    ],
  },
  {
    project: 'unit',
    tests: ['packages/server/routes/user.routes.test.ts'],
    name: 'allow-list of the fields of an answer, in the routes',
    changes: [
      change(
        'packages/server/routes/user.routes.ts',
        'userPolicy.present(requireActor(), user.getProperties())',
        'user.getProperties()',
      ),
    ],
  },
  {
    project: 'unit',
    tests: ['apps/api/two-readers.test.ts'],
    name: 'no cache keeps an answer for the next reader',
    changes: [
      change(
        'packages/reactive/express/respond.ts',
        "res.set('Cache-Control', 'no-store');\n  if (row.version",
        'return sendSharedRow(res, row, schema);\n  if (row.version',
      ),
    ],
  },
  {
    ...permissions,
    name: 'allow-list of the fields of a query, everywhere',
    only: 'what a user may not read',
    changes: [change(POLICY, 'readable.length === known.read.length', 'true')],
  },
  {
    ...access,
    name: 'allow-list of the fields of a query, in the provider',
    changes: [change(LIST, 'access?.queryable() ?? fields', 'fields')],
  },
  {
    project: 'unit',
    tests: ['packages/server/routes/user.routes.test.ts'],
    name: 'allow-list of the fields of a query, in the routes',
    changes: [
      change(
        'packages/server/routes/user.routes.ts',
        'userPolicy.queryableFields(requireActor())',
        'userPolicy.queryableFields("system")',
      ),
    ],
  },
  {
    ...fields,
    name: 'allow-list of the fields of a change',
    changes: [
      change(
        'packages/core/entities/user/types.ts',
        'export const userPatchSchema = z.strictObject({',
        'export const userPatchSchema = z.object({',
      ),
    ],
  },
  {
    ...fields,
    name: 'allow-list of the fields of a creation',
    changes: [
      change(
        'packages/core/entities/user/types.ts',
        'export const userSchema = z.strictObject({',
        'export const userSchema = z.object({',
      ),
    ],
  },
  {
    ...fields,
    name: 'fields of a change by the role of who changes',
    changes: [change(ITEM, 'fields: Object.keys(values), access };', "fields: ['name'], access };")],
  },
  {
    ...access,
    name: 'policy in the statement that reads one row',
    changes: [change(ITEM, 'access && conditionOf(access.readable(), this.#entity.fields)', 'undefined')],
  },
  {
    ...permissions,
    name: 'policy in the statement that lists rows',
    changes: [
      change(LIST, '[access && conditionOf(access.readable(), fields), query.where]', '[query.where]'),
    ],
  },
  {
    ...access,
    name: 'policy in the statement that reads many rows',
    changes: [
      change(ITEM, "{ op: 'in', field: 'id', values }, shown]", "{ op: 'in', field: 'id', values }]"),
    ],
  },
  {
    ...permissions,
    name: 'policy in the statement that writes',
    changes: [change(ITEM, 'writable ? this.#within(place, writable) : argument(place)', 'argument(place)')],
  },
  {
    ...permissions,
    name: 'policy of a creation',
    changes: [change(ITEM, "access?.authorize('create', { row: values, fields: Object.keys(values) });", '')],
  },
  {
    ...permissions,
    name: 'a refusal tells no more than that there is no such row',
    changes: [change(ITEM, 'access?.authorize(action, { row: this.#entity.read(row), fields });', '')],
  },
  {
    ...permissions,
    name: 'pages belong to who asked for them',
    only: 'what a user may not read',
    changes: [change(LIST, 'key: access?.cursorKey', 'key: undefined')],
  },
  {
    ...policy,
    name: 'who is not active may do nothing',
    changes: [
      change('packages/core/policies/actor-rules.ts', "actor?.status !== 'active'", 'actor === undefined'),
    ],
  },
  {
    ...policy,
    name: 'what no rule knows is refused',
    changes: [change(POLICY, 'return names.includes(field);', 'return true;')],
  },
  {
    ...policy,
    name: 'nobody changes their own role',
    changes: [
      change(
        USERS,
        "forbid('update', { fields: ['role'], where: { id }, because: 'Nobody changes their own role' });",
        '',
      ),
    ],
  },
  {
    ...policy,
    name: 'nobody changes their own status',
    changes: [
      change(
        USERS,
        "forbid('update', { fields: ['status'], where: { id }, because: 'Nobody changes their own status' });",
        '',
      ),
    ],
  },
  {
    ...policy,
    name: 'nobody deletes themselves',
    changes: [
      change(USERS, "forbid('delete', { where: { id }, because: 'Nobody deletes themselves' });", ''),
    ],
  },
  {
    ...permissions,
    name: 'users read of others what is public',
    only: 'what a user may not read',
    changes: [
      change(
        USERS,
        "allow('read', { fields: PUBLIC, where: { status: 'active' } });",
        "allow('read', { where: { status: 'active' } });",
      ),
    ],
  },
  {
    ...permissions,
    name: 'users read of others who are active',
    changes: [
      change(
        USERS,
        "allow('read', { fields: PUBLIC, where: { status: 'active' } });",
        "allow('read', { fields: PUBLIC });",
      ),
    ],
  },
  {
    ...permissions,
    name: 'users change themselves only',
    changes: [
      change(
        USERS,
        "allow('update', { fields: ['name'], where: { id } });",
        "allow('update', { fields: ['name'] });",
      ),
    ],
  },
];
