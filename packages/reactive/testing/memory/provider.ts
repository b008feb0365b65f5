import type { CollectionProvider } from '../../entities/collection';
import type {
  DeleteContext,
  IdOf,
  ItemProvider,
  LoadContext,
  ProviderClass,
  PublishContext,
} from '../../entities/item';
import type { ListResult, ListSpecs } from '../../query';
import { type MemoryOptions, MemoryTable } from './table';

/** A provider that can do everything, and answers whole rows. */
export interface MemoryItemProvider<T extends object> extends ItemProvider<T> {
  load(id: IdOf<T>, context?: LoadContext): Promise<T>;
  loadMany(ids: readonly IdOf<T>[], context?: LoadContext): Promise<T[]>;
  publish(data: Partial<T>, context?: PublishContext): Promise<{ status: number; data: T }>;
  delete(id: IdOf<T>, context?: DeleteContext): Promise<boolean>;
}

/** Provider classes over one table in memory, and what is in it. */
export interface MemoryProviders<T extends object> {
  readonly ItemProvider: ProviderClass<MemoryItemProvider<T>>;
  readonly CollectionProvider: ProviderClass<CollectionProvider<T>>;
  /** A copy of the rows, in the order of their creation. */
  rows(): T[];
}

/**
 * Providers that keep their rows in memory and behave as a database does: queries and cursors with their full
 * meaning, versions, unique values, ids and times filled in, everything checked by the schema. For tests, demos
 * and pages without a server.
 *
 * @example
 * const memory = memoryProvider<IUser>({ schema: userSchema, unique: ['email'] });
 * const user = new User({ name: 'Ada', email: 'ada@example.org', provider: memory.ItemProvider });
 * await user.publish();
 * memory.rows(); // [{ id: '0190…', name: 'Ada', … version: 1 }]
 */
export function memoryProvider<T extends object>(options: MemoryOptions<T>): MemoryProviders<T> {
  const table = new MemoryTable<T>(options);

  class TableItemProvider implements MemoryItemProvider<T> {
    load(id: IdOf<T>, context?: LoadContext): Promise<T> {
      return table.load(id, context);
    }

    loadMany(ids: readonly IdOf<T>[], context?: LoadContext): Promise<T[]> {
      return table.loadMany(ids, context);
    }

    publish(data: Partial<T>, context?: PublishContext): Promise<{ status: number; data: T }> {
      return table.publish(data, context);
    }

    delete(id: IdOf<T>, context?: DeleteContext): Promise<boolean> {
      return table.delete(id, context);
    }
  }

  class TableCollectionProvider implements CollectionProvider<T> {
    readonly itemProvider = TableItemProvider;

    list(specs: ListSpecs<T>, context?: LoadContext): Promise<ListResult<T>> {
      return table.list(specs, context);
    }
  }

  return {
    ItemProvider: TableItemProvider,
    CollectionProvider: TableCollectionProvider,
    rows: () => table.rows(),
  };
}
