import type { Condition, Query, Scalar } from './ast';

function collect(condition: Condition, into: Set<string>): void {
  if ('conditions' in condition) {
    for (const part of condition.conditions) collect(part, into);
  } else if ('condition' in condition) collect(condition.condition, into);
  else into.add(condition.field);
}

/**
 * The fields that decide about a row's membership and place: a change of any other field changes neither.
 *
 * @example
 * fieldsUsed(parseQuery(fields, { where: { role: 'admin' } })); // Set { 'role', 'id' }
 */
export function fieldsUsed({ where, orderBy }: Pick<Query, 'where' | 'orderBy'>): Set<string> {
  const used = new Set<string>();
  if (where) collect(where, used);
  for (const { field } of orderBy) used.add(field);
  return used;
}

/**
 * What the condition demands by equality: per field, the values of which it must have one. A live index looks rows
 * up by it; the rest of the condition is still to be checked.
 *
 * @example
 * equalities(parseQuery(fields, { where: { role: 'admin', name: { contains: 'a' } } }).where); // Map { 'role' => ['admin'] }
 */
export function equalities(condition: Condition | undefined): Map<string, readonly Scalar[]> {
  const found = new Map<string, readonly Scalar[]>();
  const demand = (field: string, values: readonly Scalar[]): void => {
    const known = found.get(field);
    if (!known || values.length < known.length) found.set(field, values);
  };
  if (condition?.op === 'equals') demand(condition.field, [condition.value]);
  if (condition?.op === 'in') demand(condition.field, condition.values);
  if (condition?.op === 'and') {
    for (const part of condition.conditions)
      for (const [field, values] of equalities(part)) demand(field, values);
  }
  return found;
}
