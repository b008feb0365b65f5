import type { QueryLimits } from './ast';
import type { Field } from './fields';
import type { FieldKind } from './schema';

const expected: Record<FieldKind, string> = {
  string: 'Expected a text',
  number: 'Expected a number',
  boolean: 'Expected true or false',
  date: 'Expected a date',
};

/** What PostgreSQL can't store can't be asked for either: NUL, and halves of surrogate pairs. */
const unstorable = /[\0\p{Surrogate}]/u;

/** The kind of a value, `undefined` when it is none that can be compared (NaN and invalid dates are none). */
export function kindOf(value: unknown): FieldKind | undefined {
  const type = typeof value;
  if (type === 'string' || type === 'boolean') return type;
  if (Number.isFinite(value)) return 'number';
  return value instanceof Date && !Number.isNaN(value.getTime()) ? 'date' : undefined;
}

function refuseText(text: string, { maxTextLength }: QueryLimits): string | undefined {
  if (text.length > maxTextLength) return `At most ${maxTextLength} characters`;
  return unstorable.test(text) ? 'No text may contain NUL or half a surrogate pair' : undefined;
}

/** Years of four digits are what every executor agrees on. */
function refuseDate(date: Date): string | undefined {
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? undefined : 'Expected a date of the years 1 to 9999';
}

/** Says why a value of the right kind can't be compared with a field. */
function refuseWithin(value: unknown, field: Field | undefined, limits: QueryLimits): string | undefined {
  if (field?.values) {
    return field.values.some((allowed) => allowed === value)
      ? undefined
      : `Expected one of ${field.values.join(', ')}`;
  }
  if (typeof value === 'string') return refuseText(value, limits);
  if (value instanceof Date) return refuseDate(value);
  return field?.integer && !Number.isSafeInteger(value) ? 'Expected a whole number' : undefined;
}

/** Says why a value can't be compared with a field, or nothing when it can. A class without a schema has no field. */
export function refuseOperand(
  value: unknown,
  field: Field | undefined,
  limits: QueryLimits,
): string | undefined {
  if (value === null) return field?.nullable === false ? 'This field is never null' : undefined;
  if (value === undefined) return 'A value is missing: undefined is no value';
  if (Array.isArray(value)) return 'Expected one value, not a list';
  const kind = kindOf(value);
  if (kind && (!field || kind === field.kind)) return refuseWithin(value, field, limits);
  return field ? expected[field.kind] : 'Expected a value';
}
