import {
  type FieldErrors,
  fieldErrorsOf,
  PreconditionFailedError,
  type SchemaIssue,
  ValidationError,
} from '../../errors';

import { rowSchemaOf } from '../../wire/row-form';

export type Row = Readonly<Record<string, unknown>>;

/** What a table needs of a schema: that of Standard Schema, which Zod objects have. */
export interface TableSchema {
  readonly '~standard': {
    validate(value: unknown): SchemaResult | Promise<SchemaResult>;
  };
}

type SchemaResult = { readonly value: unknown } | { readonly issues: readonly SchemaIssue[] };

/** What the table fills in, where the rows have it. */
export const stamps = ['createdAt', 'updatedAt', 'version'] as const;

const unstorable = /[\0\p{Surrogate}]/u;

export function refuse(errors: FieldErrors): never {
  throw new ValidationError(undefined, { errors });
}

export function refuseStale(row: Row, version: number | undefined): void {
  if (version === undefined || row['version'] === version) return;
  throw new PreconditionFailedError(`The version is not ${version} any more`);
}

export function refuseTexts(values: Row): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string' && unstorable.test(value)) {
      refuse({ [name]: ['No text may contain NUL or half a surrogate pair'] });
    }
  }
}

export function refuseStamps(values: Row): void {
  const given = stamps.filter((name) => values[name] !== undefined);
  if (given.length) refuse(Object.fromEntries(given.map((name) => [name, ['Is set by the store']])));
}

/** The row as the schema makes it. A schema that drops unknown fields without a word is made to refuse them. */
export async function check(schema: TableSchema, row: Row): Promise<Row> {
  const result = await rowSchemaOf(schema)['~standard'].validate(row);
  if ('issues' in result && result.issues) refuse(fieldErrorsOf(result.issues));
  const checked = 'value' in result ? (result.value as Row) : {}; // an object schema makes objects
  const unknown = Object.keys(row).filter((name) => row[name] !== undefined && !Object.hasOwn(checked, name));
  if (unknown.length) refuse(Object.fromEntries(unknown.map((name) => [name, ['Unknown field']])));
  return checked;
}
