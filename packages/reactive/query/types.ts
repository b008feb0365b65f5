/** What a field must be to be filtered or sorted by. */
type Filterable = string | number | boolean | Date;

/** `undefined` counts as null: an optional field can be asked for being absent. */
type Null<V> = [Extract<V, null | undefined>] extends [never] ? never : null;

interface Equality<V> {
  readonly equals?: V;
  readonly not?: V;
  readonly in?: readonly V[];
  readonly notIn?: readonly V[];
}

interface Range<V> {
  readonly gt?: V;
  readonly gte?: V;
  readonly lt?: V;
  readonly lte?: V;
}

interface Text {
  readonly contains?: string;
  readonly startsWith?: string;
  readonly endsWith?: string;
}

/** Operators by kind of field: a union of literals (an enum) and booleans have equality only. */
type Operators<V, N> = Equality<V | N> &
  ([V] extends [string]
    ? string extends V
      ? Range<string> & Text
      : unknown
    : [V] extends [number]
      ? number extends V
        ? Range<number>
        : unknown
      : [V] extends [Date]
        ? Range<Date>
        : unknown);

type FieldCondition<V, N> = V | N | Operators<V, N>;

/** A class without types of its own: any value, checked at run time. */
type Untyped = Filterable | null | (Equality<Filterable | null> & Range<string | number | Date> & Text);

type FilterableKeys<T> = {
  [K in keyof T]-?: unknown extends T[K] ? K : [NonNullable<T[K]>] extends [Filterable] ? K : never;
}[keyof T] &
  string;

/**
 * A filter: conditions per field, all of which must hold, and `AND`, `OR`, `NOT` over further filters.
 *
 * @example
 * const where: Where<IUser> = { role: 'admin', OR: [{ name: { contains: 'a' } }, { version: { gt: 3 } }] };
 */
export type Where<T> = {
  readonly [K in FilterableKeys<T>]?: unknown extends T[K]
    ? Untyped
    : FieldCondition<NonNullable<T[K]>, Null<T[K]>>;
} & {
  readonly AND?: readonly Where<T>[];
  readonly OR?: readonly Where<T>[];
  readonly NOT?: Where<T>;
};

export type Direction = 'asc' | 'desc';

/** One field and its direction. */
type OrderByField<T> = {
  [K in FilterableKeys<T>]: { readonly [P in K]: Direction } & {
    readonly [P in Exclude<FilterableKeys<T>, K>]?: never;
  };
}[FilterableKeys<T>];

/**
 * An order: one field, or several in a list, the most significant first. The id breaks the ties that are left.
 *
 * @example
 * const orderBy: OrderBy<IUser> = [{ role: 'asc' }, { createdAt: 'desc' }];
 */
export type OrderBy<T> = OrderByField<T> | readonly OrderByField<T>[];

/** What to list: which rows, in which order, how many, and from where on. */
export interface ListSpecs<T> {
  readonly where?: Where<T> | undefined;
  readonly orderBy?: OrderBy<T> | undefined;
  /** 1 to 100; 20 when left out. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly next?: string | null | undefined;
}

/** A page of rows, how many there are in all, and the cursor of the page after (none on the last). */
export interface ListResult<T> {
  items: T[];
  total?: number | undefined;
  next?: string | null | undefined;
}
