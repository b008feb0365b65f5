import type { Field } from '../../query';
import type { Row, Subject } from './subject';

/** Texts of 2 and more characters, one of them to be seen, that stores like to change, or to read as something else. */
export const awkwardTexts =
  String.raw`AB Ab ab aB null 10 9a %% a%b __ a_b \\ a\b \% \_ a'b '' a"b -- ;; $1 [a] (a a* <b> &amp; =a %20 \u0041`
    .split(' ')
    .concat('éé ÉE ßß SS İİ ii ıı ñn ﬁﬁ fi 漢字 אב 😀😀 👩‍👩‍👧 𐀀a \uff5ea \ue000a \ufffda'.split(' '))
    .concat(
      'e\u0301e\u0301',
      'ab\u200d',
      'a\ufeff',
      '  .',
      ' a',
      'a ',
      'a\tb',
      'a\nb',
      'a\r\nb',
      '\u0001\u001fa',
    );

const numbers = [-1, 0, 1, 2, 10, 100];
const times = [0, 1, 951_782_400_000, 1_700_000_000_000, 1_700_000_000_001];

function cycled<V>(values: readonly V[], n: number): V | undefined {
  return values[n % values.length];
}

/** The nth value of a field: nulls, ties and awkward texts among them. */
function valueOf(field: Field, n: number): unknown {
  if (field.nullable && n % 4 === 3) return null;
  if (field.values) return cycled(field.values, n);
  switch (field.kind) {
    case 'string':
      return cycled(awkwardTexts, n);
    case 'number':
      return cycled(field.integer ? numbers : [...numbers, 0.5, -1.25], n);
    case 'boolean':
      return n % 2 === 0;
    case 'date':
      return new Date(cycled(times, n) ?? 0);
  }
}

/** The nth set of values for the fields that may be varied. */
export function variation<T extends object>({ options }: Subject<T>, n: number): Row {
  const values = options.vary.flatMap((name): [string, unknown][] => {
    const field = options.fields.get(name);
    // Each field at a pace of its own, so that all combinations come up.
    return field ? [[name, valueOf(field, Math.floor(n / (name.length % 3 || 1)))]] : [];
  });
  return Object.fromEntries(values);
}

/** Fills the store; the rows are as the store answered them. */
export async function fill<T extends object>(subject: Subject<T>, count: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let n = 0; n < count; n++) rows.push(await subject.create(variation(subject, n), n));
  return rows;
}
