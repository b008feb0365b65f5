import { hearSets } from '../model/hooks';
import type { Home } from '../model/nesting';
import { detour, type Shape } from '../model/shape';
import { LiveViews } from './live-views';
import type { Plugged } from './plugged';
import type { EntityRecord } from './record';
import { EntityStore, type RecordId } from './store';
import { nextTicket } from './ticket';

/** A scope that lives long must not remember all that ever was. */
const MAX_DELETIONS = 1_000;

/** All that a scope has of one entity: its records, and the collections that follow them. */
export class EntityChannel {
  readonly entity: string;
  readonly views: LiveViews<EntityRecord>;
  /** The plugins of the entity, in order. */
  plugged: readonly Plugged[] = [];
  /** When what was deleted last was, by id: an answer to what was asked before may still have it. */
  readonly deletions = new Map<RecordId, number>();
  readonly #shapes = new Set<Shape>();
  #plugsHearSets = false;
  #only: EntityStore<EntityRecord> | undefined;
  readonly #stores = new Map<string | Shape, EntityStore<EntityRecord>>();

  constructor(entity: string, home: Home) {
    this.entity = entity;
    this.views = new LiveViews(home);
  }

  /** The one identity map, unless there are classes of several layouts, or none yet. */
  get only(): EntityStore<EntityRecord> | undefined {
    return this.#only;
  }

  /** The identity map of the classes of one layout. */
  store(layout: string | Shape): EntityStore<EntityRecord> {
    const store = this.#stores.get(layout) ?? new EntityStore<EntityRecord>(this);
    this.#stores.set(layout, store);
    this.#only = this.#stores.size === 1 ? store : undefined;
    return store;
  }

  /** Takes note of a class whose items the channel has. */
  meet(shape: Shape): void {
    if (this.#shapes.has(shape)) return;
    this.#shapes.add(shape);
    if (this.#plugsHearSets) detour(shape, 1);
  }

  /** Takes those of a scope's plugins that are for this entity. */
  plug(plugged: readonly Plugged[]): void {
    this.plugged = plugged.filter(({ entities }) => entities?.includes(this.entity) !== false);
    const hear = hearSets(this.plugged);
    if (hear === this.#plugsHearSets) return;
    this.#plugsHearSets = hear;
    for (const shape of this.#shapes) detour(shape, hear ? 1 : -1);
  }

  /** The records that somebody still refers to. */
  *live(): Generator<EntityRecord> {
    for (const store of this.#stores.values()) yield* store.live();
  }

  noteDeletion(id: RecordId): void {
    const { deletions } = this;
    deletions.set(id, nextTicket());
    const [oldest] = deletions.keys();
    if (deletions.size > MAX_DELETIONS) deletions.delete(oldest as RecordId);
  }

  clear(): void {
    this.deletions.clear();
    for (const store of this.#stores.values()) store.clear();
    this.views.clear();
  }

  dispose(): void {
    // First, since views that end let go of each record that is still there.
    this.clear();
    this.views.dispose();
  }
}
