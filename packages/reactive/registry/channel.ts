import type { Shape } from '../model/shape';
import { LiveViews } from './live-views';
import type { EntityRecord } from './record';
import { EntityStore, type RecordId } from './store';

/** All that a scope has of one entity: its records, and the collections that follow them. */
export class EntityChannel {
  readonly entity: string;
  readonly views = new LiveViews<EntityRecord>();
  readonly #stores = new Map<string | Shape, EntityStore<EntityRecord>>();

  constructor(entity: string) {
    this.entity = entity;
  }

  /** The identity map of the classes of one layout. */
  store(layout: string | Shape): EntityStore<EntityRecord> {
    const store = this.#stores.get(layout) ?? new EntityStore<EntityRecord>(this.entity, this.views);
    this.#stores.set(layout, store);
    return store;
  }

  /** The records of an id, one for each layout. */
  *get(id: RecordId): Generator<EntityRecord> {
    for (const store of this.#stores.values()) {
      const record = store.get(id);
      if (record !== undefined) yield record;
    }
  }

  /** The records that somebody still refers to. */
  *live(): Generator<EntityRecord> {
    for (const store of this.#stores.values()) yield* store.live();
  }

  clear(): void {
    for (const store of this.#stores.values()) store.clear();
    this.views.clear();
  }

  dispose(): void {
    this.views.dispose();
    this.clear();
  }
}
