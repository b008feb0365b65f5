import type { z } from 'zod';
import type { CollectionProvider } from '../../entities/collection';
import type { IdOf, ItemProvider, PublishContext } from '../../entities/item';
import { type ErrorCode, type FieldErrors, ReactiveError } from '../../errors';
import type { Fields, ListSpecs } from '../../query';
import { uuidv7 } from '../../registry/uuid';

/** As much of a test runner as the contract needs; that of vitest fits. */
export interface TestRunner {
  describe(name: string, run: () => void): unknown;
  it(name: string, run: () => Promise<void>, timeout: number): unknown;
  expect(value: unknown): { toEqual(expected: unknown): unknown };
}

/** The providers of one store that is empty. */
export interface ProviderStore<T extends object> {
  readonly items: Required<Pick<ItemProvider<T>, 'load' | 'publish' | 'delete'>> &
    Pick<ItemProvider<T>, 'loadMany'>;
  readonly collection: CollectionProvider<T>;
  close?(): void | Promise<void>;
}

/** What the contract is run on. */
export interface ContractOptions<T extends object> {
  /** Names the provider in the report. */
  readonly name: string;
  readonly runner: TestRunner;
  /** Makes an empty store; called for each test. */
  setup(): ProviderStore<T> | Promise<ProviderStore<T>>;
  /** The fields that may be queried. */
  readonly fields: Fields;
  /** The nth valid set of values for a new row: complete but for what the store fills in, no two alike. */
  draft(n: number): Partial<T>;
  /** Fields that the tests may fill with any value of their kind; a text may be any of 2 to 100 characters, some of them to be seen. */
  readonly vary: readonly (keyof T & string)[];
  /** A field of which no two rows may have the same value. */
  readonly unique?: (keyof T & string) | undefined;
  /** Whether a change or deletion is taken that says no version; `taken` when left out. */
  readonly blind?: 'taken' | 'refused' | undefined;
  /** Whether the provider creates once for one idempotency key, as it does unless this says no. */
  readonly idempotent?: boolean | undefined;
  /**
   * Of an entity with values that JSON lacks (bigints, decimals, bytes, maps, sets, what codecs hold): its schema, and
   * the nth values of such fields, no two alike. They must come through unchanged.
   */
  readonly kinds?: { readonly schema: z.ZodType; values(n: number): Partial<T> } | undefined;
  /** An id that could exist; a UUIDv7 when left out. */
  readonly newId?: (() => IdOf<T>) | undefined;
}

/** A row as the tests see it: read by names that come from the fields. */
export type Row = Readonly<Record<string, unknown>>;

/** One test of the contract. */
export type Case<T extends object> = readonly [title: string, run: (subject: Subject<T>) => Promise<void>];

/** What a promise came to: the code of the error and the fields it blames, or nothing. */
export interface Failure {
  readonly code: ErrorCode | 'nothing failed';
  readonly blamed: string[];
}

const blamedIn = (errors: FieldErrors | undefined): string[] => Object.keys(errors ?? {}).sort();

/** A store under test, with what the tests do to it again and again. */
export class Subject<T extends object> {
  readonly options: ContractOptions<T>;
  readonly store: ProviderStore<T>;

  constructor(options: ContractOptions<T>, store: ProviderStore<T>) {
    this.options = options;
    this.store = store;
  }

  expect(value: unknown): { toEqual(expected: unknown): unknown } {
    return this.options.runner.expect(value);
  }

  newId(): IdOf<T> {
    return this.options.newId?.() ?? (uuidv7() as IdOf<T>); // what ids are when the options do not say
  }

  id(row: Row): IdOf<T> {
    return row['id'] as IdOf<T>; // rows come from the provider of T
  }

  version(row: Row): number | undefined {
    return typeof row['version'] === 'number' ? row['version'] : undefined;
  }

  /** Fields that may be varied, of one kind. */
  varied(test: (field: { kind: string; nullable: boolean; values?: unknown }) => boolean): string[] {
    return this.options.vary.filter((name) => {
      const field = this.options.fields.get(name);
      return field !== undefined && test(field);
    });
  }

  /** A free text that may be varied. */
  textField(): string {
    const [name] = this.varied(({ kind, values }) => kind === 'string' && !values);
    if (name === undefined) throw new Error('The contract needs a text field in `vary`');
    return name;
  }

  async publish(data: Row, context: PublishContext): Promise<Row> {
    // Values are made for the fields of T, wrong ones on purpose.
    const { data: row } = await this.store.items.publish(data as Partial<T>, context);
    return { ...(row as Row) }; // an object type, which has no index signature
  }

  create(values: Row = {}, n = 0): Promise<Row> {
    return this.publish({ ...this.options.draft(n), ...values }, { isNew: true });
  }

  update(row: Row, changes: Row): Promise<Row> {
    return this.publish({ id: row['id'], ...changes }, { isNew: false, version: this.version(row) });
  }

  /** Deletes a row at the version that it was seen at. */
  async remove(row: Row): Promise<boolean> {
    return this.store.items.delete(this.id(row), { version: this.version(row) });
  }

  async load(row: Row): Promise<Row> {
    const loaded = await this.store.items.load(this.id(row));
    return { ...(loaded as Row) }; // an object type, which has no index signature
  }

  /** A page for specs that may be wrong on purpose. */
  async list(specs: unknown): Promise<{ items: Row[]; total: unknown; next: string | null }> {
    const { items, total, next } = await this.store.collection.list(specs as ListSpecs<T>);
    const rows = items.map((item): Row => ({ ...(item as Row) })); // an object type, which has no index signature
    return { items: rows, total, next: next ?? null };
  }

  /** All that is stored, by id. */
  async everything(): Promise<Row[]> {
    const { items } = await this.list({ limit: 100 });
    return items;
  }

  async failure(promise: Promise<unknown>): Promise<Failure> {
    try {
      await promise;
    } catch (thrown) {
      if (!(thrown instanceof ReactiveError)) throw thrown;
      return { code: thrown.code, blamed: blamedIn(thrown.errors) };
    }
    return { code: 'nothing failed', blamed: [] };
  }

  /** The call fails as expected, and leaves every row as it was. */
  async refuses(
    call: () => Promise<unknown>,
    expected: { code: ErrorCode; blamed?: readonly string[] },
  ): Promise<void> {
    const before = await this.everything();
    const { code, blamed } = await this.failure(call());
    this.expect(expected.blamed ? { code, blamed } : { code }).toEqual(expected);
    this.expect(await this.everything()).toEqual(before);
  }
}
