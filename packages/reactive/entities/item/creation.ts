import { DefinitionError, ValidationError } from '../../errors';
import { type InitialSpecs, initialise, takeGiven } from '../../model/initial-values';
import type { Shape } from '../../model/shape';
import { DRAFT, READY } from '../../model/state';
import { EntityRecord } from '../../registry/record';
import { currentScope } from '../../registry/scope';
import type { Facade } from '../../registry/shown-state';
import type { EntityStore } from '../../registry/store';
import { nextTicket } from '../../registry/ticket';
import type { ItemId } from './types';

/** The keys of an item's specs that are not properties. */
const ITEM_KEYS = ['entity', 'provider', 'generated'];

const GENERATED = ['id'];

const generatedOf = new WeakMap<Shape, readonly string[]>();

/** The properties that the provider of a class fills. */
export const generatedProperties = (shape: Shape): readonly string[] => generatedOf.get(shape) ?? GENERATED;

/** What a class declares counts for all its items; data cannot bring another list. */
const noteGenerated = (shape: Shape, given: unknown): void => {
  if (given === undefined) return;
  const known = generatedOf.get(shape) ?? shape.declared['generated'] ?? given;
  if (!Array.isArray(given) || !Array.isArray(known) || given.join() !== known.join()) {
    throw new DefinitionError(
      `${shape.className}: \`generated\` is declared by the class. Do not pass it from outside.`,
    );
  }
  generatedOf.set(shape, known);
};

/** Whether a value can identify an entity. */
export const isItemId = (value: unknown): value is ItemId =>
  (typeof value === 'string' && value !== '') || (typeof value === 'number' && Number.isFinite(value));

const readId = (className: string, id: unknown): ItemId | undefined => {
  if (id === undefined || id === null || isItemId(id)) return id ?? undefined;
  throw new ValidationError(`${className}: an id is a non-empty string or a number.`, {
    errors: { id: ['Must be a non-empty string or a number.'] },
  });
};

const checkProvider = (className: string, provider: unknown): void => {
  if (provider !== undefined && typeof provider !== 'function') {
    throw new DefinitionError(`${className}: 'provider' must be a provider class. It cannot come from data.`);
  }
};

const show = (record: EntityRecord, item: object, specs: InitialSpecs): EntityRecord => {
  const values = record.shape.blank.slice();
  const given = takeGiven(record.shape, specs, { values, others: ITEM_KEYS });
  record.addFacade(item as Facade);
  if (given > 1) record.merge(specs, nextTicket());
  return record;
};

const create = (record: EntityRecord, specs: InitialSpecs, id: ItemId | undefined): EntityRecord => {
  const given = initialise(record, specs, ITEM_KEYS);
  if (id === undefined) {
    record.flags |= DRAFT | READY;
    return record;
  }
  record.id = id;
  if (given > 1) record.flags |= READY;
  record.store.put(id, record);
  return record;
};

interface RecordSpecs extends InitialSpecs {
  readonly entity?: unknown;
  readonly provider?: unknown;
  readonly generated?: unknown;
  readonly id?: unknown;
}

/**
 * The record that a new item shows: the one that the current scope has of its id, or a new one.
 *
 * @throws DefinitionError, ScopeError, ValidationError
 */
export const recordFor = (item: object, shape: Shape, specs: RecordSpecs): EntityRecord => {
  checkProvider(shape.className, specs.provider);
  const store: EntityStore<EntityRecord> = currentScope().store(shape, specs.entity as string);
  noteGenerated(shape, specs.generated);
  const id = readId(shape.className, specs.id);
  const known = id === undefined ? undefined : store.get(id);
  return known === undefined
    ? create(new EntityRecord(shape, item, store), specs, id)
    : show(known, item, specs);
};
