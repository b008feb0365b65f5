import { Collection } from '../entities/collection';
import { PARTS } from '../entities/collection/parts';
import { compile, fieldsOfClass, type Plan } from '../entities/collection/plan';
import type { AnyItem } from '../entities/collection/types';
import type { ItemId } from '../entities/item';
import { DefinitionError, StateError } from '../errors';
import { inBackground } from '../model/background-timer';
import { transaction } from '../model/batch';
import { STATE } from '../model/symbols';
import type { EntityRecord } from '../registry/record';
import type { Scope } from '../registry/scope';
import { type ReadEntity, type ReadWindow, readState } from './state-reader';
import type { HydrateOptions } from './types';

/** How long what was taken in counts as just loaded, and how long it is kept for those who will show it. */
const KEPT_FOR = 30_000;

/** Timers take no more. */
const LONGEST = 2 ** 31 - 1;

/** What the server has asked for came before anything that this scope has confirmed. */
const BEFORE_ALL = 0;

/** Fills a collection that stands for one of the server's; what that has not loaded it cannot get. */
class ServerProvider {
  list(): Promise<never> {
    return Promise.reject(new StateError('What a server has loaded cannot be loaded on from here.'));
  }
}

type ServerCollection = Collection<AnyItem, ServerProvider>;

/** A collection of the server, to be shown. */
interface PlannedWindow extends ReadWindow {
  readonly plan: Plan;
}

/** An entity of the state with what of the scope it goes into. */
interface Prepared {
  readonly read: ReadEntity;
  readonly records: ReadonlyMap<ItemId, EntityRecord>;
  readonly windows: readonly PlannedWindow[];
}

const recordOf = ({ type, entity }: ReadEntity, id: ItemId): EntityRecord => {
  // An item class takes its specs as the one argument.
  const item = new type({ id } as never);
  const record = item[STATE];
  if (record.store.entity === entity) {
    record.showAs(type, item);
    return record;
  }
  throw new DefinitionError(
    `hydrate() was given ${type.name} for '${entity}', and it is a class of '${record.store.entity}'.`,
  );
};

/** Does all that can fail, before anything is taken in. */
const prepare = (read: ReadEntity): Prepared => {
  const fields = fieldsOfClass(read.type);
  return {
    read,
    records: new Map(read.rows.map(({ id }) => [id, recordOf(read, id)])),
    windows: read.windows.map((window) => ({ ...window, plan: compile(fields, window.specs, read.type) })),
  };
};

const takeRows = ({ read: { rows }, records }: Prepared): void => {
  for (const { id, values, isWhole } of rows) {
    const record = records.get(id);
    record?.merge(values, BEFORE_ALL);
    if (isWhole) record?.notePresence(true, BEFORE_ALL);
  }
};

const takeWindow = (
  { read: { entity, type, rows }, records }: Prepared,
  { ids, shown, next, specs, ...window }: PlannedWindow,
): ServerCollection => {
  const collection: ServerCollection = new Collection({ entity, item: type, provider: ServerProvider });
  const values = new Map(rows.map((row) => [row.id, row.values]));
  const at = (id: ItemId | undefined): object => (id === undefined ? undefined : values.get(id)) ?? {};
  collection[PARTS].loader.adopt({
    ...window,
    specs,
    next,
    records: ids.map((id) => records.get(id)).filter((record) => record !== undefined),
    ticket: BEFORE_ALL,
    window: shown,
    start: typeof specs.next === 'string' ? at(ids[0]) : null,
    end: next === null ? null : at(ids.at(-1)),
    chosen: true,
  });
  return collection;
};

const wholeRecords = ({ read: { rows }, records }: Prepared): EntityRecord[] =>
  rows.flatMap(({ id, isWhole }) => {
    const record = isWhole ? records.get(id) : undefined;
    return record === undefined ? [] : [record];
  });

const checkedTime = (freshFor: number): number => {
  if (freshFor >= 0 && freshFor <= LONGEST) return freshFor;
  throw new DefinitionError(`hydrate(): freshFor is a number of milliseconds from 0 to ${LONGEST}.`);
};

/**
 * Takes in what a server has loaded, as a load does: what this scope knows in a newer version, or has confirmed itself,
 * stays, and so do unpublished edits. `useItem` and `useItems` show it at once, and do not ask for it again for
 * `freshFor` milliseconds.
 *
 * @throws ValidationError when `state` is nothing that `dehydrate` of this version made.
 * @throws DefinitionError for an entity that `options` do not name, or a class of another entity.
 * @throws ScopeError when the scope was disposed. Nothing has changed then.
 * @example
 * const state: unknown = JSON.parse(document.getElementById('state')!.textContent);
 * hydrate(currentScope(), state, { entities: { users: { item: User, read: publicUserSchema } } });
 * hydrateRoot(document.getElementById('root')!, <App />);
 */
export const hydrate = (scope: Scope, state: unknown, options: HydrateOptions): void => {
  const freshFor = checkedTime(options.freshFor ?? KEPT_FOR);
  const read = readState(state, options);
  scope.run(() => {
    const prepared = read.map(prepare);
    transaction(() => {
      for (const entity of prepared) takeRows(entity);
    });
    const collections = prepared.flatMap((each) => each.windows.map((window) => takeWindow(each, window)));
    const fresh = [...prepared.flatMap(wholeRecords), ...collections.map(({ [PARTS]: { view } }) => view)];
    for (const each of fresh) scope.fresh.add(each);
    const age = (): void => {
      for (const each of fresh) scope.fresh.delete(each);
    };
    // Nobody may refer to them yet: until then they are kept here.
    const end = (): void => {
      prepared.length = 0;
      for (const collection of collections) collection.dispose();
    };
    inBackground(setTimeout(age, freshFor));
    inBackground(setTimeout(end, Math.max(freshFor, KEPT_FOR)));
  });
};
