import { encode } from '../../wire/encode';
import { rowSchemaOf } from '../../wire/row-form';
import type { Case, ContractOptions, Row, Subject } from './subject';

type Kinds<T extends object> = NonNullable<ContractOptions<T>['kinds']>;

/** What the caller does to values that it was handed out. */
function spoil(row: Row): void {
  for (const value of Object.values(row)) {
    if (value instanceof Uint8Array) value.fill(7);
    else if (value instanceof Map || value instanceof Set) value.clear();
    else if (value instanceof Date) value.setTime(0);
  }
}

/** Values of kinds that JSON lacks: compared by their wire form, once the schema has said that they are of their kind. */
export function kindCases<T extends object>({ kinds, idempotent = true }: ContractOptions<T>): Case<T>[] {
  return kinds ? [...valueCases(kinds), ...(idempotent ? repeatCases(kinds) : [])] : [];
}

function valueCases<T extends object>({ schema, values }: Kinds<T>): Case<T>[] {
  const same = (subject: Subject<T>, row: Row, expected: Row): void => {
    const known = Object.fromEntries(Object.keys(expected).map((name) => [name, row[name]]));
    subject.expect(rowSchemaOf(schema).safeParse(row).error).toEqual(undefined);
    subject.expect(encode(schema, known)).toEqual(encode(schema, expected));
  };
  return [
    [
      '[W-15] keeps values that JSON lacks exactly: created, loaded, listed and changed',
      async (subject) => {
        for (let n = 0; n < 5; n++) {
          const given: Row = { ...values(n) };
          const row = await subject.create(given, n);
          same(subject, row, given);
          same(subject, await subject.load(row), given);
          const changed = await subject.update(row, { ...values(n + 1) });
          same(subject, changed, { ...values(n + 1) });
          same(subject, await subject.load(row), { ...values(n + 1) });
        }
        const listed = await subject.everything();
        subject.expect(listed.length).toEqual(5);
        for (const row of listed) same(subject, row, await subject.load(row));
      },
    ],
    [
      '[W-15] hands out copies of them',
      async (subject) => {
        const given: Row = { ...values(1) };
        const row = await subject.create(given, 1);
        spoil(row);
        spoil(await subject.load(row));
        for (const listed of await subject.everything()) spoil(listed);
        same(subject, await subject.load(row), { ...values(1) });
      },
    ],
  ];
}

function repeatCases<T extends object>({ values }: Kinds<T>): Case<T>[] {
  return [
    [
      '[W-15] goes by them where a creation is sent again',
      async (subject) => {
        const context = { isNew: true, idempotencyKey: String(subject.newId()) };
        const draft = (n: number): Row => ({ ...subject.options.draft(1), ...values(n) });
        const [first, again] = [
          await subject.publish(draft(1), context),
          await subject.publish(draft(1), context),
        ];
        subject.expect(again['id']).toEqual(first['id']);
        await subject.refuses(() => subject.publish(draft(2), context), { code: 'conflict' });
      },
    ],
  ];
}
