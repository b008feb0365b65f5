import type { z } from 'zod';
import { DefinitionError, ScopeError } from '../errors';
import { READY } from '../model/state';
import type { EntityChannel } from '../registry/channel';
import { FETCHED, FOUND } from '../registry/facts';
import type { EntityRecord } from '../registry/record';
import type { Scope } from '../registry/scope';
import type { RecordId } from '../registry/store';
import { allowedPart } from './allowed';
import { confirmedValue } from './confirmed';
import { dehydratedWindows } from './dehydrate-window';
import { checkReadSchema, outcomeOf } from './read-schema';
import { type Dehydrated, type DehydratedEntity, type DehydrateOptions, FORMAT } from './types';
import { toJson } from './wire-value';

/** A value as the viewer may see it. */
const exposed = (entity: string, [name, schema]: [string, unknown], value: unknown): unknown => {
  const allowed = allowedPart(schema, value);
  const { error } = outcomeOf(schema, allowed);
  if (error === undefined) return toJson(schema, allowed);
  throw new DefinitionError(
    `A value of '${entity}' does not fit '${name}' of its read schema: ${error.issues[0]?.message}. ` +
      'Nothing leaves the scope that the schema does not describe: correct one or the other.',
  );
};

const rowOf = (record: EntityRecord, { shape }: z.ZodObject): Record<string, unknown> => {
  const fields = Object.entries(shape).flatMap((field): [string, unknown][] => {
    const [name] = field;
    const value = name === 'id' ? record.id : confirmedValue(record, name);
    return value === undefined ? [] : [[name, exposed(record.store.entity, field, value)]];
  });
  return Object.fromEntries(fields);
};

const isConfirmed = (record: EntityRecord): boolean =>
  record.id !== undefined && !record.isDraft && !record.isDeleted && (record.flags & READY) !== 0;

/** Whether a viewer of this schema has all that there is to have: a load would bring no other field. */
const isWhole = (records: readonly EntityRecord[], row: object, { shape }: z.ZodObject): boolean => {
  if (records.some(({ flags }) => (flags & FETCHED) !== 0 && (flags & FOUND) !== 0)) return true;
  const stored = ({ shape: { index, computedIndex } }: EntityRecord, name: string): boolean =>
    index.has(name) && !computedIndex.has(name);
  const missing = Object.keys(shape).filter((name) => !Object.hasOwn(row, name));
  return !missing.some((name) => records.some((record) => stored(record, name)));
};

/** The records of each id: one for each layout of the entity's classes, the newest version last. */
const recordsById = (channel: EntityChannel): Map<RecordId, EntityRecord[]> => {
  const found = new Map<RecordId, EntityRecord[]>();
  const records = [...channel.live()].filter(isConfirmed);
  for (const record of records.sort((a, b) => a.arrival - b.arrival)) {
    const id = record.id as RecordId;
    found.set(
      id,
      [...(found.get(id) ?? []), record].sort((a, b) => (a.version ?? 0) - (b.version ?? 0)),
    );
  }
  return found;
};

const dehydrateEntity = (channel: EntityChannel, read: z.ZodObject): DehydratedEntity => {
  const rows: object[] = [];
  const partial: RecordId[] = [];
  const records = recordsById(channel);
  for (const [id, sameId] of records) {
    const row: object = Object.assign({}, ...sameId.map((record) => rowOf(record, read)));
    rows.push(row);
    if (!isWhole(sameId, row, read)) partial.push(id);
  }
  const { entity } = channel;
  return {
    entity,
    rows,
    partial,
    windows: dehydratedWindows(channel, { read, has: (id) => records.has(id) }),
  };
};

/** The entities of a scope, each with the schema that says what of it may leave. */
const readable = (scope: Scope, { read, leaveOut = [] }: DehydrateOptions): [EntityChannel, z.ZodObject][] =>
  [...scope.channels].flatMap((channel): [EntityChannel, z.ZodObject][] => {
    const { entity } = channel;
    const schema = Object.hasOwn(read, entity) ? read[entity] : undefined;
    const isLeftOut = leaveOut.includes(entity);
    if (isLeftOut && schema === undefined) return [];
    if (schema === undefined || isLeftOut) {
      throw new DefinitionError(
        isLeftOut
          ? `'${entity}' has a read schema and is to be left out: decide on one.`
          : `The scope has '${entity}', and there is no read schema for them. Give one (\`read: { ${entity}: z.strictObject(…) }\`) or leave them out by name (\`leaveOut: ['${entity}']\`).`,
      );
    }
    checkReadSchema(entity, schema);
    return [[channel, schema]];
  });

/**
 * What a scope holds, as JSON for the browser: the confirmed values of its entities and what its collections have
 * loaded, as far as the read schemas of the viewer allow. Unpublished edits, drafts and what was deleted stay here.
 *
 * Objects that nobody refers to any more may be collected before: hold what the page shows until then.
 *
 * @throws DefinitionError when an entity has no read schema and is not left out, when a collection was filtered or
 * sorted by a field that its schema has not, or when a value does not fit the schema.
 * @throws ScopeError when the scope was disposed.
 * @example
 * const html = renderToString(<ScopeProvider scope={scope}><App /></ScopeProvider>);
 * const state = dehydrate(scope, { read: { users: publicUserSchema }, leaveOut: ['sessions'] });
 */
export const dehydrate = (scope: Scope, options: DehydrateOptions): Dehydrated => {
  if (scope.disposed) {
    throw new ScopeError(
      'This scope was disposed, and nothing is left of it. Dehydrate it before its work ends.',
    );
  }
  const entities = readable(scope, options).map(([channel, read]) => dehydrateEntity(channel, read));
  return {
    version: FORMAT,
    entities: entities.filter(({ rows, windows }) => rows.length > 0 || windows.length > 0),
  };
};
