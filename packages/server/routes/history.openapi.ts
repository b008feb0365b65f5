import { activitySchema, historyEntrySchema } from '@myapp/core/entities/history';
import { accountSchema } from '@myapp/core/events';
import { historyPolicy } from '@myapp/core/policies';
import type { ErrorCode } from 'reactive/errors';
import { problemResponses, type ResourceDescription, resourcePaths } from 'reactive/openapi';
import { z } from 'zod';
import type { oas31, ZodOpenApiOperationObject } from 'zod-openapi';
import { ADA } from './user.openapi';

const AT = '2026-11-27T10:00:00.000Z';

const ENTRY = {
  id: '7f2c1a90-3b1e-4b55-9d39-5e1b4f6d0a11',
  userId: ADA.id,
  userName: ADA.name,
  version: 2,
  type: 'renamed',
  at: AT,
  actor: 'system',
  actorName: null,
  requestId: null,
  data: { rowVersion: 2 },
  personal: { from: 'Ada', to: ADA.name },
};

const pastSchema = z.strictObject({ version: z.int(), at: z.date(), account: accountSchema.partial() });
const PAST = {
  version: 1,
  at: AT,
  account: { exists: true, name: ADA.name, email: ADA.email, role: 'user', status: 'active', rowVersion: 1 },
};

const ACTIVITY = {
  userId: ADA.id,
  events: 3,
  changes: 1,
  lastChangedAt: AT,
  lastChangedBy: 'system',
  signIns: 1,
  lastSignedInAt: AT,
};

/** Only the list of it is served: entries are neither made nor changed by anybody. */
const { paths, components } = resourcePaths({
  name: 'HistoryEntry',
  path: '/api/audit',
  read: historyEntrySchema.extend({ requestId: historyEntrySchema.shape.requestId.exactOptional() }),
  create: z.strictObject({}),
  patch: z.strictObject({}),
  fields: historyPolicy.queryableFields({ id: '', role: 'admin', status: 'active' }),
  example: ENTRY,
  examples: { create: {}, patch: {} },
  everywhere: ['unauthenticated', 'forbidden', 'rate_limited', 'state'],
});
const { HistoryEntry = {}, HistoryEntryWhere = {} } = components.schemas ?? {};

const ID: oas31.ParameterObject = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', minLength: 1 },
};

const CODES: readonly ErrorCode[] = [
  'validation',
  'not_found',
  'unauthenticated',
  'forbidden',
  'rate_limited',
];
const ERRORS = problemResponses([...CODES, 'state', 'internal', 'unavailable']);

interface Told {
  readonly operationId: string;
  readonly summary: string;
}

function list(told: Told, parameters: readonly oas31.ParameterObject[] = []): ZodOpenApiOperationObject {
  const described = paths['/api/audit']?.get ?? { responses: {} };
  const responses = { ...described.responses, ...(parameters.length > 0 && problemResponses(['not_found'])) };
  return {
    ...described,
    ...told,
    tags: ['History'],
    parameters: [...parameters, ...(described.parameters ?? [])],
    responses,
  };
}

function reading(
  told: Told,
  [schema, example]: readonly [z.ZodType, unknown],
  parameters: readonly oas31.ParameterObject[] = [],
): ZodOpenApiOperationObject {
  const content = { 'application/json': { schema, example } };
  return {
    ...told,
    tags: ['History'],
    parameters: [ID, ...parameters],
    responses: { 200: { description: 'That is it.', content }, ...ERRORS },
  };
}

const UNTIL: readonly oas31.ParameterObject[] = [
  {
    name: 'version',
    in: 'query',
    description: 'After so many events.',
    schema: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
  },
  {
    name: 'at',
    in: 'query',
    description: 'At this moment; together with `version` it is refused.',
    schema: { type: 'string', format: 'date-time' },
  },
];

/** What the document of the API says of the routes of histories. */
export const historyResource: ResourceDescription = {
  paths: {
    '/api/users/{id}/history': {
      get: list(
        {
          operationId: 'listHistoryOfUser',
          summary: 'What happened to the account of a user, the latest first',
        },
        [ID],
      ),
    },
    '/api/users/{id}/as-of': {
      get: reading(
        { operationId: 'getUserAsOf', summary: 'A user as it was; as it is, without a version and a moment' },
        [pastSchema, PAST],
        UNTIL,
      ),
    },
    '/api/users/{id}/activity': {
      get: reading(
        { operationId: 'getActivityOfUser', summary: 'How much happened to a user, and when it did last' },
        [activitySchema, ACTIVITY],
      ),
    },
    '/api/audit': {
      get: list({
        operationId: 'listAudit',
        summary: 'What happened to all accounts, the latest first; for admins',
      }),
    },
  },
  components: { schemas: { HistoryEntry, HistoryEntryWhere } },
};
