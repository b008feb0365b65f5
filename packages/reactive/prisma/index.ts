export type { RowAccess, WriteAction } from './access';
export { PrismaCollectionProvider } from './collection-provider';
export type { InputSchema, PrismaDelegate, PrismaEntity } from './entity';
export { prismaError } from './errors';
export { PrismaItemProvider } from './item-provider';
export { JoinedLookUps, type LookUpQueries } from './joined-look-ups';
export type { PostgresTable, RawClient } from './postgres/table';
export { storedRows } from './stored-rows';
export { type PrismaWhere, toPrismaWhere } from './where';
