import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matcher, parseQuery } from '../query';
import { type Sample, sampleFields } from '../query/sample.fixture';
import { arbitraryQuery, arbitraryRow } from '../testing/arbitrary';
import { knowingId } from './known-id';

const conditionOf = (where: object) => parseQuery(sampleFields, { where }).where;

describe('a condition about a row of a known id', () => {
  it('[P-17] holds for exactly the rows for which all of it holds', () => {
    const rows = arbitraryRow<Sample>(fc, sampleFields);
    fc.assert(
      fc.property(arbitraryQuery<Sample>(fc, sampleFields), rows, rows, (specs, row, other) => {
        const { where } = parseQuery(sampleFields, specs);
        const withOwn = { op: 'or', conditions: [...(where ? [where] : []), ...own(other.id)] } as const;
        for (const condition of [where, withOwn, { op: 'not', condition: withOwn } as const]) {
          const left = knowingId(condition, row.id);
          const holds = typeof left === 'boolean' ? left : matcher(left)(row);
          expect(holds).toBe(matcher(condition)(row));
          expect(JSON.stringify(left)).not.toContain('"field":"id"');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('[P-17] is the same for all who ask for rows of others', () => {
    const active = { op: 'equals', field: 'role', value: 'admin' };
    for (const me of ['ann', 'bob']) {
      const mine = conditionOf({ OR: [{ role: 'admin' }, { id: me }] });
      expect(knowingId(mine, 'eve')).toEqual(active);
      expect(knowingId(mine, me)).toBe(true);
    }
    expect(knowingId(conditionOf({ role: 'admin', id: 'ann' }), 'bob')).toBe(false);
    expect(knowingId(conditionOf({ NOT: { id: 'ann' } }), 'ann')).toBe(false);
    expect(knowingId(undefined, 'ann')).toBe(true);
  });
});

function own(id: string) {
  return [{ op: 'equals', field: 'id', value: id } as const];
}
