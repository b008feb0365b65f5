import type fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Field, Fields, ListSpecs, Operator, Scalar } from '../query';

/** The fast-check module, handed in so that this entry does not depend on it. */
export type FastCheckModule = typeof fc;

/** Texts that executors like to disagree about: case, wildcards, escapes, accents, and code points past U+FFFF. */
const texts =
  "a A b ab aB ba abc z Z 0 10 9 null true % _ \\ \\% a%b a_b a\\b %_ ' \" a'b -- ; $1 * ? [a] é É ß SS İ i ı ñ ll Ω 漢字 😀 😀b 𐀀"
    .split(' ')
    .concat(' a', 'a ', '\n', 'e\u0301', '\uff5e', '\ue000');

const numbers = [-2, -1, 0, 1, 2, 3, 10, 100, 2_147_483_647];
const fractions = [-0.5, 0.1, 0.25, 1.5, 1e-7];
const times = [0, 1, 999, 1_000, 86_400_000, 951_782_400_000, 1_700_000_000_000, 1_700_000_000_001];

type TextOperator = 'contains' | 'startsWith' | 'endsWith';

function isTextOperator(operator: Operator): operator is TextOperator {
  return operator === 'contains' || operator === 'startsWith' || operator === 'endsWith';
}

function isRange(operator: Operator): boolean {
  return operator === 'gt' || operator === 'gte' || operator === 'lt' || operator === 'lte';
}

/** Few different values, so that rows collide with each other and with filters. */
function present(fc: FastCheckModule, field: Field): Arbitrary<NonNullable<Scalar>> {
  if (field.values) return fc.constantFrom(...field.values);
  switch (field.kind) {
    case 'string':
      return fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom('', ...texts) },
        {
          weight: 1,
          arbitrary: fc.array(fc.constantFrom(...texts), { maxLength: 3 }).map((parts) => parts.join('')),
        },
      );
    case 'number':
      return fc.constantFrom(...numbers, ...(field.integer ? [] : fractions));
    case 'boolean':
      return fc.boolean();
    case 'date':
      return fc.constantFrom(...times).map((time) => new Date(time));
  }
}

/**
 * A value that a row may hold in this field, null included where the field has it.
 *
 * @example
 * fc.sample(arbitraryValue(fc, fields.get('name')), 3); // ['a%b', '😀', '']
 */
function arbitraryValue(fc: FastCheckModule, field: Field): Arbitrary<Scalar> {
  const value = present(fc, field);
  return field.nullable
    ? fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) })
    : value;
}

function operand(fc: FastCheckModule, field: Field, operator: Operator): Arbitrary<unknown> {
  if (operator === 'in' || operator === 'notIn') {
    const key = (value: Scalar): unknown => (value instanceof Date ? value.getTime() : value);
    return fc.uniqueArray(arbitraryValue(fc, field), { minLength: 1, maxLength: 4, selector: key });
  }
  if (isTextOperator(operator)) return fc.constantFrom(...texts);
  return isRange(operator) ? present(fc, field) : arbitraryValue(fc, field);
}

function condition(fc: FastCheckModule, field: Field): Arbitrary<unknown> {
  const one = fc
    .constantFrom(...field.operators)
    .chain((operator) => operand(fc, field, operator).map((value): [string, unknown] => [operator, value]));
  const several = fc.uniqueArray(one, { minLength: 1, maxLength: 2, selector: ([operator]) => operator });
  const filter = several.map((entries): unknown => Object.fromEntries(entries));
  return field.operators.includes('equals') ? fc.oneof(filter, arbitraryValue(fc, field)) : filter;
}

/** Never past the limits: a leaf has at most 4 conditions, a level at most twice what is below and 1, or 5 more. */
function filters(fc: FastCheckModule, fields: Fields): Arbitrary<object> {
  const asked = [...fields].filter(([, field]) => field.operators.length > 0);
  const entry = fc
    .constantFrom(...asked)
    .chain(([name, field]) => condition(fc, field).map((value): [string, unknown] => [name, value]));
  const leaf = fc
    .uniqueArray(entry, { minLength: 1, maxLength: 2, selector: ([name]) => name })
    .map((entries): object => Object.fromEntries(entries));
  const level = (inner: Arbitrary<object>): Arbitrary<object> => {
    const list = fc.array(inner, { minLength: 1, maxLength: 2 });
    return fc.oneof(
      leaf,
      list.map((AND) => ({ AND })),
      list.map((OR) => ({ OR })),
      inner.map((NOT) => ({ NOT })),
      fc.tuple(leaf, inner).map(([own, NOT]) => ({ ...own, NOT })),
    );
  };
  const deep = level(level(leaf));
  return fc.oneof(
    deep,
    deep.map((NOT) => ({ NOT })),
  );
}

function orders(fc: FastCheckModule, fields: Fields): Arbitrary<unknown> {
  const names = [...fields].flatMap(([name, field]) => (field.sortable ? [name] : []));
  const order = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom('asc', 'desc'))
    .map(([name, direction]): Record<string, unknown> => ({ [name]: direction }));
  const list = fc.uniqueArray(order, {
    minLength: 1,
    maxLength: 3,
    selector: (entry) => Object.keys(entry)[0],
  });
  return fc.oneof(order, list);
}

/**
 * Legal queries over these fields: any filter, any order, small pages. For tests that two executors give the same
 * rows.
 *
 * @example
 * fc.assert(fc.asyncProperty(arbitraryQuery(fc, fields), async (specs) => {
 *   expect(await prismaProvider.list(specs)).toEqual(await memory.list(specs));
 * }));
 */
export function arbitraryQuery<T>(fc: FastCheckModule, fields: Fields): Arbitrary<ListSpecs<T>> {
  const specs = fc.record(
    { where: filters(fc, fields), orderBy: orders(fc, fields), limit: fc.integer({ min: 1, max: 20 }) },
    { requiredKeys: [] },
  );
  return specs.map((made) => made as ListSpecs<T>); // made of the fields of T and their operators only
}

/**
 * A row with a value for every field, of the values that {@link arbitraryQuery} asks for.
 *
 * @example
 * fc.uniqueArray(arbitraryRow(fc, fields), { selector: (row) => row.id });
 */
export function arbitraryRow<T>(fc: FastCheckModule, fields: Fields): Arbitrary<T> {
  const values = [...fields].map(([name, field]): [string, Arbitrary<Scalar>] => [
    name,
    arbitraryValue(fc, field),
  ]);
  return fc.record(Object.fromEntries(values)).map((row) => row as T); // one value for each field of T
}
