import type { Condition } from '../query';
import { argument, selected } from './call';
import type { PrismaDelegate, PrismaEntity } from './entity';
import { JoinedLookUps, type LookUpQueries, padded } from './joined-look-ups';
import { knowingId } from './known-id';
import { toPrismaWhere } from './where';

/** One row that is looked up by somebody. */
export interface SoughtRow {
  readonly id: Id;
  /** What else has to hold for it, so that it is there for whoever asks. */
  readonly condition: Condition | undefined;
}

type Entity = Pick<PrismaEntity<object>, 'delegate' | 'fields' | 'columns'>;
type Id = string | number;
type RowLookUps = JoinedLookUps<Id, object>;

/** What is looked up in the running turn, by entity, delegate and condition. */
const gathering = new WeakMap<Entity, Map<PrismaDelegate, Map<string, RowLookUps>>>();

function queriesOf(
  entity: Entity,
  delegate: PrismaDelegate,
  condition: Condition | boolean,
): LookUpQueries<Id, object> {
  const others = typeof condition === 'boolean' ? {} : { AND: [toPrismaWhere([condition], entity.fields)] };
  const select = selected(entity);
  // Not findUnique: Prisma gathers those of one turn into a transaction, in which all fail when one does.
  const one = async (id: Id): Promise<object | undefined> =>
    (await delegate.findFirst({ where: argument({ id, ...others }), select })) ?? undefined;
  return {
    one,
    async many(ids) {
      const where = argument({ id: { in: padded(ids) }, ...others });
      const rows = await delegate.findMany({ where, orderBy: argument([]), take: ids.length, select });
      const found = new Map(rows.map((row) => [Reflect.get(row, 'id') as Id, row])); // it is selected
      // A column may take an id for its own that is spelt otherwise: a UUID in capital letters.
      await Promise.all(
        ids
          .filter((id) => !found.has(id))
          .map(async (id) => {
            const row = await one(id);
            if (row) found.set(id, row);
          }),
      );
      return found;
    },
  };
}

function lookUpsOf(entity: Entity, delegate: PrismaDelegate, condition: Condition | boolean): RowLookUps {
  const key = JSON.stringify(condition);
  const byDelegate = gathering.get(entity) ?? new Map<PrismaDelegate, Map<string, RowLookUps>>();
  gathering.set(entity, byDelegate);
  const byCondition = byDelegate.get(delegate) ?? new Map<string, RowLookUps>();
  byDelegate.set(delegate, byCondition);
  const known = byCondition.get(key);
  if (known) return known;
  const lookUps = new JoinedLookUps(queriesOf(entity, delegate, condition), () =>
    byDelegate.delete(delegate),
  );
  byCondition.set(key, lookUps);
  return lookUps;
}

/**
 * Finds a row by its id. Those of one turn of the event loop share a query, whoever asks, if what else has to hold is
 * the same once the id is known, and the delegate is: within a transaction they share it with nobody outside.
 */
export async function findRow(entity: Entity, { id, condition }: SoughtRow): Promise<object | null> {
  const left = knowingId(condition, id);
  if (left === false) return null;
  return (await lookUpsOf(entity, entity.delegate(), left).find(id)) ?? null;
}
