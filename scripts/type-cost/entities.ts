/** One entity as its files: path → source. */
type Files = Readonly<Record<string, string>>;

/** Rows of an entity, the same in both projects. Names differ from entity to entity, so that no type serves twice. */
const schemaOf = (n: number): string => `import { z } from 'zod';

export const LEVELS = ['low', 'level${n}', 'high'] as const;

export const rowSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().min(2).max(200),
  email: z.email().max(254).toLowerCase(),
  role: z.enum(['user', 'admin']),
  level${n}: z.enum(LEVELS),
  score${n}: z.number().min(0),
  note${n}: z.string().max(1000).nullable(),
  seen${n}: z.date().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
  version: z.int().min(1),
});

export const createSchema = rowSchema
  .pick({ name: true, email: true, role: true, level${n}: true })
  .extend({ id: z.uuidv7().exactOptional(), role: rowSchema.shape.role.default('user') });

export const patchSchema = z.strictObject({
  name: rowSchema.shape.name.exactOptional(),
  email: rowSchema.shape.email.exactOptional(),
  level${n}: rowSchema.shape.level${n}.exactOptional(),
});

export type Row = z.infer<typeof rowSchema>;
export type Create = z.output<typeof createSchema>;
export type Patch = z.output<typeof patchSchema>;
`;

const PROPERTIES = (n: number): string =>
  ['id', 'name', 'email', 'role', `level${n}`, `score${n}`, `note${n}`, `seen${n}`]
    .concat('createdAt', 'updatedAt', 'version')
    .map((name) => `'${name}'`)
    .join(', ');

const libraryTypes = (n: number): string => `${schemaOf(n).replace(
  "import { z } from 'zod';",
  `import type { CollectionProvider } from 'reactive/entities/collection';
import type { ItemProvider } from 'reactive/entities/item';
import { z } from 'zod';`,
)}
export type IEntityProvider = ItemProvider<Row>;
export type IEntitiesProvider = CollectionProvider<Row>;
`;

const libraryItem = (n: number): string => `import { Item, type ProviderClass } from 'reactive/entities/item';
import { type IEntityProvider, type Row, rowSchema } from './types';

export class Entity${n} extends Item<Row, IEntityProvider> {
  declare id: string;
  declare name: string;
  declare email: string;
  declare role: Row['role'];
  declare level${n}: Row['level${n}'];
  declare score${n}: number;
  declare note${n}: string | null;
  declare seen${n}: Date | null;
  declare createdAt: Date;
  declare updatedAt: Date;
  declare version: number;

  constructor(specs: Partial<Row> & { provider?: ProviderClass<IEntityProvider> | undefined } = {}) {
    super({
      entity: 'entity${n}',
      properties: [${PROPERTIES(n)}],
      generated: ['id', 'createdAt', 'updatedAt', 'version'],
      ...specs,
    });
  }

  protected override get schema() {
    return rowSchema;
  }

  get isAdmin(): boolean {
    return this.role === 'admin';
  }

  async promote(): Promise<void> {
    this.set({ role: 'admin' });
    await this.publish();
  }
}
`;

const libraryCollection = (n: number): string => `import { Collection } from 'reactive/entities/collection';
import type { ProviderClass } from 'reactive/entities/item';
import { Entity${n} } from './item';
import type { IEntitiesProvider } from './types';

export class Entities${n} extends Collection<Entity${n}, IEntitiesProvider> {
  constructor(specs: { provider?: ProviderClass<IEntitiesProvider> | undefined } = {}) {
    super({ entity: 'entity${n}', item: Entity${n}, ...specs });
  }
}
`;

const libraryUse = (n: number): string => `import type { ListSpecs } from 'reactive/query';
import { useItem, useItems } from 'reactive/react';
import { Entities${n} } from './collection';
import { Entity${n} } from './item';
import { createSchema, type IEntitiesProvider, type IEntityProvider, type Row } from './types';

declare const provider: new (parent: unknown) => IEntityProvider;
declare const listProvider: new (parent: unknown) => IEntitiesProvider;

export const useEntity = (id: string): Entity${n} => useItem(Entity${n}, { id, provider });

export const useEntities = (specs: ListSpecs<Row> = {}): Entities${n} =>
  useItems(Entities${n}, { provider: listProvider }, specs);

export const label = (id: string): string => {
  const entity = useEntity(id);
  return entity.isAdmin ? entity.name : \`\${entity.level${n}} \${entity.score${n}} \${entity.note${n} ?? ''}\`;
};

export const admins = (): readonly Entity${n}[] =>
  useEntities({
    where: { role: 'admin', level${n}: { in: ['low', 'level${n}'] }, score${n}: { gt: 3 } },
    orderBy: [{ level${n}: 'asc' }, { createdAt: 'desc' }],
    limit: 20,
  }).items;

export const watch = (entity: Entity${n}, tell: (text: string) => void): (() => void) => {
  const stop = entity.on('level${n}.changed', ({ value, previous }) => tell(\`\${previous} \${value}\`));
  entity.on('score${n}.changed', ({ value }) => tell(value.toFixed(1)));
  return stop;
};

export const make = async (body: unknown): Promise<Partial<Row>> => {
  const entity = new Entity${n}({ provider });
  await entity.publish(createSchema.parse(body));
  entity.set({ level${n}: 'high', score${n}: 7 });
  return entity.getProperties();
};
`;

/**
 * An entity by the library: types, item, collection, and code that uses them.
 *
 * @example writeFiles(withLibrary(7)); // entity7/types.ts, entity7/item.ts, …
 */
export const withLibrary = (n: number): Files => ({
  [`entity${n}/types.ts`]: libraryTypes(n),
  [`entity${n}/item.ts`]: libraryItem(n),
  [`entity${n}/collection.ts`]: libraryCollection(n),
  [`entity${n}/use.ts`]: libraryUse(n),
});

const zodStore = (
  n: number,
): string => `import { type Create, type Patch, type Row, rowSchema } from './types';

export interface EntityStore {
  load(id: string): Promise<Row>;
  create(data: Create): Promise<Row>;
  update(id: string, data: Patch): Promise<Row>;
  delete(id: string): Promise<boolean>;
  list(matches: (row: Row) => boolean, compare: (a: Row, b: Row) => number): Promise<Row[]>;
}

export const isAdmin = (row: Row): boolean => row.role === 'admin';

export const promote = (row: Row): Row => rowSchema.parse({ ...row, role: 'admin' });

export const properties: readonly (keyof Row)[] = [${PROPERTIES(n)}];
`;

const zodUse = (n: number): string => `import { useEffect, useState } from 'react';
import { type EntityStore, isAdmin } from './store';
import { createSchema, type Row } from './types';

declare const store: EntityStore;

export const useEntity = (id: string): Row | undefined => {
  const [row, setRow] = useState<Row>();
  useEffect(() => void store.load(id).then(setRow), [id]);
  return row;
};

export const useEntities = (
  matches: (row: Row) => boolean,
  compare: (a: Row, b: Row) => number,
): readonly Row[] => {
  const [rows, setRows] = useState<readonly Row[]>([]);
  useEffect(() => void store.list(matches, compare).then(setRows), [matches, compare]);
  return rows;
};

export const label = (id: string): string => {
  const row = useEntity(id);
  if (row === undefined) return '';
  return isAdmin(row) ? row.name : \`\${row.level${n}} \${row.score${n}} \${row.note${n} ?? ''}\`;
};

export const admins = (): readonly Row[] =>
  useEntities(
    ({ role, level${n}, score${n} }) => role === 'admin' && level${n} !== 'high' && score${n} > 3,
    (a, b) => a.level${n}.localeCompare(b.level${n}) || b.createdAt.getTime() - a.createdAt.getTime(),
  ).slice(0, 20);

export const watch = (before: Row, after: Row, tell: (text: string) => void): void => {
  if (before.level${n} !== after.level${n}) tell(\`\${before.level${n}} \${after.level${n}}\`);
  if (before.score${n} !== after.score${n}) tell(after.score${n}.toFixed(1));
};

export const make = async (body: unknown): Promise<Partial<Row>> => {
  const row = await store.create(createSchema.parse(body));
  return store.update(row.id, { level${n}: 'high' });
};
`;

/**
 * The same entity with zod alone, and plain code that does the same with it.
 *
 * @example writeFiles(withZod(7)); // entity7/types.ts, entity7/store.ts, entity7/use.ts
 */
export const withZod = (n: number): Files => ({
  [`entity${n}/types.ts`]: schemaOf(n),
  [`entity${n}/store.ts`]: zodStore(n),
  [`entity${n}/use.ts`]: zodUse(n),
});
