import { own } from '../../model/ownership';
import { isPlainObject } from '../../model/plain-data';
import type { Shape } from '../../model/shape';
import { READY } from '../../model/state';
import { CREATE_STATE, STATE } from '../../model/symbols';
import { refuseForeign } from '../../model/validation';
import { EntityRecord } from '../../registry/record';
import type { FacadeSource } from '../../registry/shown-state';
import type { EntityStore } from '../../registry/store';
import { isItemId } from '../item/creation';
import { PROVIDER } from '../item/provider';
import type { ProviderClass } from '../item/types';

type ItemClass = new (specs: never) => object;

/** `constructor(specs = {}) { super({ …, ...specs }); }`, and nothing else. */
const HANDS_ON =
  /\bconstructor\s*\(\s*([\w$]+)(?:\s*=\s*\{\s*\})?\s*\)\s*\{\s*super\s*\(\s*\{([^]*?)\.\.\.\s*\1\s*,?\s*\}\s*\)\s*;?\s*\}/;

/** Something private: only a constructor can put it into an instance. */
const PRIVATE = /#[\w$]/;

const isBalanced = (text: string): boolean => {
  let depth = 0;
  for (const sign of text) {
    if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign) && --depth < 0) return false;
  }
  return depth === 0;
};

const handsOn = (type: object): boolean => {
  const text = Function.prototype.toString.call(type);
  if (!text.startsWith('class') || PRIVATE.test(text)) return false;
  const mentions = text.split(/\bconstructor\b/).length - 1;
  if (mentions === 0) return true;
  const [, specs = '', declared = ''] = HANDS_ON.exec(text) ?? [];
  return mentions === 1 && specs !== '' && isBalanced(declared) && !declared.split(/[^\w$]+/).includes(specs);
};

/** Keys that a class may declare; whatever else its constructor brings along depends on when it runs. */
const DECLARING = new Set(['entity', 'properties', 'computed', 'generated']);

/**
 * Whether nobody can tell when an item of its class is made: each constructor up to the base class does nothing but
 * hand on what it is given, and declare the class. Found in the source text: that constructors do not compute with
 * values, listen or write cannot be seen from outside.
 */
const canWait = (type: ItemClass, item: object, { shape, listeners }: EntityRecord): boolean => {
  if (shape.prototype !== type.prototype || shape.nested.size > 0 || listeners !== null) return false;
  if (!Object.keys(shape.declared).every((key) => DECLARING.has(key))) return false;
  if (!Reflect.ownKeys(item).every((key) => key === STATE || key === PROVIDER)) return false;
  for (
    let level = type.prototype as object;
    !Object.hasOwn(level, CREATE_STATE);
    level = Object.getPrototypeOf(level)
  ) {
    if (!handsOn(level.constructor)) return false;
  }
  return true;
};

interface Verdict {
  readonly shape: Shape;
  readonly entity: string;
  readonly waits: boolean;
}

const verdicts = new WeakMap<ItemClass, Verdict>();

/** Notes, of the first item of a class that was made, whether others can wait. */
export const judge = (type: ItemClass, item: { readonly [STATE]: EntityRecord }): void => {
  if (verdicts.has(type)) return;
  const { shape, store } = item[STATE];
  verdicts.set(type, { shape, entity: store.entity, waits: canWait(type, item, item[STATE]) });
};

/** The shape of a class whose items can be made when somebody looks at them. */
export const deferrable = (type: ItemClass, entity: string): Shape | undefined => {
  const verdict = verdicts.get(type);
  return verdict?.waits === true && verdict.entity === entity ? verdict.shape : undefined;
};

/** What makes an item as the constructor would, which did nothing but hand on what it was given. */
export const facadeSource = (
  { prototype }: ItemClass,
  provider: ProviderClass<object> | undefined,
): FacadeSource => ({
  type: { prototype },
  make: (record: EntityRecord) => {
    const item = Object.create(prototype) as { [STATE]: EntityRecord; [PROVIDER]: unknown };
    item[STATE] = record;
    item[PROVIDER] = provider === undefined ? undefined : { type: provider, instance: undefined };
    record.provider ??= item[PROVIDER];
    return item;
  },
});

/** What new records are made with whose items can wait. */
export interface Deferral {
  readonly source: FacadeSource;
  readonly shape: Shape;
  readonly store: EntityStore<EntityRecord>;
  /** Whether a live collection is going to hold them. */
  readonly isHeld: boolean;
}

/** Whether all keys of values are properties, `count` of which the values are of. */
const isAccountedFor = ({ index, computedIndex }: Shape, values: object, count: number): boolean => {
  let others = -count;
  // Counting is enough as long as it comes out, and far cheaper than looking each key up.
  for (const _key in values) others++;
  if (others === 0) return true;
  for (const key in values) if (!index.has(key) && !computedIndex.has(key)) return false;
  return true;
};

/** Puts values where the record has them. Answers how many there were. */
const fill = ({ shape, values }: EntityRecord, given: Readonly<Record<string, unknown>>): number => {
  const { names, computedIndex } = shape;
  let count = 0;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    const value = given[name];
    if (value === undefined || (computedIndex.size > 0 && computedIndex.has(name))) continue;
    values[index] = typeof value === 'object' ? own(value) : value;
    count++;
  }
  return count;
};

/**
 * The record of an entity that the scope has not met, without an object; `undefined` where its item has to be made
 * at once.
 *
 * @param ticket - when a provider was asked for it, which may give columns that the class has not; 0 for values by code
 */
export const defer = (
  { source, shape, store, isHeld }: Deferral,
  values: object,
  ticket: number,
): EntityRecord | undefined => {
  if (typeof values !== 'object' || values === null || !isPlainObject(values)) return undefined;
  const { id } = values as { id?: unknown };
  if (!isItemId(id) || store.get(id) !== undefined) return undefined;
  if (ticket === 0) refuseForeign(shape.className, values);
  const record = new EntityRecord(shape, null, store);
  const count = fill(record, values as Readonly<Record<string, unknown>>);
  if (ticket === 0 && !isAccountedFor(shape, values, count)) return undefined;
  if (ticket > 0 || count > 1) record.flags = READY;
  record.awaitLook(id, source, ticket);
  if (isHeld) store.hold(id, record);
  else store.put(id, record);
  return record;
};
