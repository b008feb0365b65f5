import { encodeByKind, encodeUnknown } from './by-kind';
import { isObject, isRecord, literalsOf } from './definition';
import type { Faults } from './faults';
import type { Form } from './form';

/** A member of a union. */
export interface Member {
  readonly form: Form;
  /** As the union has it. */
  readonly option: unknown;
  /** What is asked whether a value is one of this member's. */
  readonly schema: unknown;
}

type Literals = readonly (readonly [name: string, values: ReadonlySet<unknown>])[];

interface Readable extends Member {
  /** The literal values of a row, and of its JSON. */
  readonly held: Literals;
  readonly sent: Literals;
}

interface Asked {
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown };
}

function read({ schema }: Member, value: unknown): { readonly success: boolean; readonly data?: unknown } {
  // A schema, as the definition of the union says.
  return isObject(schema) && 'safeParse' in schema ? (schema as Asked).safeParse(value) : { success: false };
}

/** Fields that tell members apart. A bigint is another value in a row than in JSON. */
function tellingLiterals(schema: unknown): Literals {
  return Object.entries(literalsOf(schema)).filter(([, values]) =>
    [...values].every((value) => typeof value !== 'bigint'),
  );
}

/** Whether the fields that have literal values only let a value be one of a member's. */
function mayBe(literals: Literals, value: unknown): boolean {
  return (
    !isRecord(value) ||
    literals.every(([name, values]) => value[name] === undefined || values.has(value[name]))
  );
}

/** What came, if a member takes it just as it came: a text stays a text where the union allows one. */
function takesAsItCame(member: Readable, json: unknown): boolean {
  const { success, data } = read(member, json);
  return success && (member.form.decode === undefined || data === json);
}

interface Reading {
  readonly member: Member | undefined;
  readonly value: unknown;
}

function readerOf(members: readonly Readable[]): (json: unknown) => Reading {
  return (json) => {
    const possible = members.filter(({ sent }) => mayBe(sent, json));
    const [only] = possible;
    if (only && possible.length === 1)
      return { member: only, value: only.form.decode ? only.form.decode(json) : json };
    const literal = possible.find((member) => takesAsItCame(member, json));
    if (literal) return { member: literal, value: json };
    for (const member of possible) {
      const value = member.form.decode?.(json);
      if (value !== undefined && value !== json && read(member, value).success) return { member, value };
    }
    return { member: undefined, value: json };
  };
}

/**
 * One of several: the first that takes what came as it came, else the first that takes what it decodes. A value that
 * would be read back as one of another member is refused when it is encoded.
 */
export function unionForm(given: readonly Member[]): Form {
  if (given.every(({ form }) => form.encode === undefined && form.decode === undefined)) return {};
  // Nothing that JSON does not bring back: what is left to see to are numbers.
  if (given.every(({ form }) => form.decode === undefined)) return { encode: encodeUnknown };
  const members = given.map((member) => ({
    ...member,
    held: tellingLiterals(member.schema),
    sent: tellingLiterals(member.option),
  }));
  const reading = readerOf(members);
  const encode = (value: unknown, faults: Faults): unknown => {
    const possible = members.filter(({ held }) => mayBe(held, value));
    const member = possible.length === 1 ? possible[0] : possible.find((each) => read(each, value).success);
    if (member === undefined) return encodeByKind(value, faults);
    const known = faults.count;
    const encoded = member.form.encode ? member.form.encode(value, faults) : value;
    if (faults.count > known || reading(encoded).member === member) return encoded;
    return faults.add('Would be read back as another member of its union. Use a z.discriminatedUnion.');
  };
  return { encode, decode: (json) => reading(json).value };
}
