import { type Operator, parseQuery } from '../../query';
import { runQuery } from '../../query/page';
import { fill } from './fill';
import type { Case, Row, Subject } from './subject';

function partsOf(value: unknown): string[] {
  return typeof value === 'string' ? [value, value.slice(0, 1), value.slice(1), '%', '_', '\\'] : [];
}

/** Values to compare a field with: some that rows have, parts of them where texts are searched. */
function operandsOf(operator: Operator, values: readonly unknown[]): unknown[] {
  const present = values.filter((value) => value !== null && value !== undefined);
  switch (operator) {
    case 'contains':
    case 'startsWith':
    case 'endsWith': {
      const whole = /^[^\0\p{Surrogate}]+$/u;
      return [...new Set(present.flatMap(partsOf))].filter((part) => whole.test(part));
    }
    case 'in':
    case 'notIn':
      return values.map((value, n) => (n % 2 ? [value] : values.slice(n, n + 3)));
    case 'equals':
    case 'not':
      return [...values];
    default:
      return present;
  }
}

async function agrees<T extends object>(
  subject: Subject<T>,
  rows: readonly Row[],
  specs: object,
): Promise<void> {
  const { fields } = subject.options;
  const expected = runQuery(rows, parseQuery(fields, specs));
  const { items, total } = await subject.list(specs);
  const found = { specs, items, total: total ?? expected.total };
  subject.expect(found).toEqual({ specs, items: expected.items, total: expected.total });
}

function distinct(rows: readonly Row[], name: string, count: number): unknown[] {
  const seen = new Map(rows.map((row) => [JSON.stringify(row[name] ?? null), row[name] ?? null]));
  return [...seen.values()].slice(0, count);
}

/** Filters, orders and totals mean what they mean in memory. */
export function queryCases<T extends object>(): Case<T>[] {
  return [
    [
      '[T-14] answers every operator of every field as memory does, and its complement',
      async (subject) => {
        const rows = await fill(subject, 60);
        for (const [name, field] of subject.options.fields) {
          const values = distinct(rows, name, 8);
          for (const operator of field.operators) {
            for (const operand of operandsOf(operator, values).slice(0, 12)) {
              const where = { [name]: { [operator]: operand } };
              await agrees(subject, rows, { where, limit: 100 });
              await agrees(subject, rows, { where: { NOT: where }, limit: 100 });
            }
          }
        }
      },
    ],
    [
      '[T-14] answers filters of several conditions as memory does',
      async (subject) => {
        const rows = await fill(subject, 40);
        const names = subject.options.vary;
        const [first, last] = [names[0] ?? 'id', names.at(-1) ?? 'id'];
        const [a, b] = distinct(rows, first, 2);
        const [c, d] = distinct(rows, last, 2);
        for (const where of [
          {},
          { [first]: a, [last]: c },
          { OR: [{ [first]: a }, { [first]: b }, { [last]: c }] },
          { AND: [{ [first]: { in: [a, b] } }, { NOT: { [last]: d } }] },
          { NOT: { OR: [{ [first]: a }, { NOT: { [last]: c } }] } },
          { NOT: { AND: [{ [first]: { not: a } }, { [last]: { notIn: [c, d] } }] } },
        ]) {
          await agrees(subject, rows, { where, limit: 100 });
        }
      },
    ],
    [
      '[T-15] orders by every field, both ways, as memory does, ties by id',
      async (subject) => {
        const rows = await fill(subject, 60);
        const sortable = [...subject.options.fields]
          .filter(([, field]) => field.sortable)
          .map(([name]) => name);
        for (const name of sortable) {
          for (const direction of ['asc', 'desc']) {
            await agrees(subject, rows, { orderBy: { [name]: direction }, limit: 100 });
          }
        }
        const [first, ...others] = subject.options.vary;
        const several = [first ?? 'id', ...others.slice(0, 1)].map((name, n) => ({
          [name]: n ? 'asc' : 'desc',
        }));
        await agrees(subject, rows, { orderBy: several, limit: 100 });
      },
    ],
    [
      '[T-16] refuses a query that the language has not',
      async (subject) => {
        const text = subject.textField();
        await subject.create({}, 1);
        for (const specs of [
          { where: { nosuch: 'a' } },
          { where: { constructor: 'a' } },
          { where: JSON.parse('{ "__proto__": "a" }') },
          { where: { [text]: { like: 'a' } } },
          { where: { [text]: undefined } },
          { where: { [text]: 7 } },
          { where: { [text]: { in: [] } } },
          { where: { [text]: { contains: '' } } },
          { where: { OR: [] } },
          { orderBy: { nosuch: 'asc' } },
          { orderBy: { [text]: 'up' } },
          { page: 2 },
          ...[0, -1, 101, 1e9, 1.5, Number.NaN, '20'].map((limit) => ({ limit })),
        ]) {
          await subject.refuses(() => subject.list(specs), { code: 'validation' });
        }
      },
    ],
  ];
}
