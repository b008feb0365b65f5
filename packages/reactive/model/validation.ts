import { DefinitionError, fieldErrorsOf, ValidationError } from '../errors';
import { isDevelopment } from '../errors/development';
import { rowSchemaOf } from '../wire/row-form';
import { refuseUnparsed } from './ownership';
import { isPlainObject } from './plain-data';
import type { Shape } from './shape';
import { STATE } from './symbols';
import { watchTransform } from './transforms';
import type { Issue, ModelSchema, Outcome, Rule } from './types';

/** Values to write, in the schema's output form, or what is wrong with them. */
export interface Parsed {
  readonly values: ReadonlyMap<number, unknown>;
  readonly errors: Record<string, string[]> | undefined;
}

/** Keys that only code passes, never data. */
const CONSTRUCTOR_KEYS = ['properties', 'computed'];

/**
 * Refuses what no schema has parsed, so that a request's body can't be spread into a model, and models, whose values
 * spreading does not bring along.
 *
 * @throws ValidationError
 */
export const refuseForeign = (className: string, values: unknown): void => {
  if (typeof values !== 'object' || values === null) return;
  refuseUnparsed(className, values);
  if (STATE in values) {
    throw new ValidationError(
      `${className}: these are not values but a model, or one that was spread. Give its getProperties() instead.`,
    );
  }
};

/**
 * The schema of a class, from its `schema` getter or static; resolved once.
 *
 * @throws DefinitionError when it is not a Zod object.
 */
export const schemaOf = (shape: Shape, model: object): ModelSchema | null => {
  if (shape.schema !== undefined) return shape.schema;
  const found: unknown = Reflect.get(model, 'schema') ?? Reflect.get(model.constructor, 'schema') ?? null;
  if (found !== null && (typeof found !== 'object' || !('shape' in found) || !('safeParse' in found))) {
    throw new DefinitionError(`${shape.className}: 'schema' must be a Zod object, as z.object({ … }) makes.`);
  }
  // Checked above as far as it is used: `shape` and `safeParse`.
  // A model holds rows: what a codec decodes to.
  shape.schema = rowSchemaOf(found as ModelSchema | null);
  return shape.schema;
};

const refusalOf = (shape: Shape, key: string): string | undefined => {
  if (shape.computedIndex.has(key)) return 'This property is computed and cannot be set.';
  if (shape.index.has(key)) return undefined;
  return CONSTRUCTOR_KEYS.includes(key) ? 'Only a class can declare this.' : 'Unknown property.';
};

/** A given value, and what the schema says of it. */
interface Checked {
  readonly key: string;
  readonly value: unknown;
  readonly rule: Rule | undefined;
  readonly outcome: Outcome | undefined;
}

const collect = (shape: Shape, checked: readonly Checked[]): Parsed => {
  const values = new Map<number, unknown>();
  const errors: [string, string[]][] = [];
  for (const { key, value, rule, outcome } of checked) {
    const refusal = refusalOf(shape, key);
    if (refusal !== undefined) errors.push([key, [refusal]]);
    else if (outcome?.error) errors.push(...Object.entries(fieldErrorsOf(prefix(key, outcome.error.issues))));
    else {
      const made = outcome ? outcome.data : value;
      if (isDevelopment && rule && !Object.is(made, value))
        watchTransform([shape.className, key], rule, made);
      values.set(shape.index.get(key) ?? -1, made);
    }
  }
  // fromEntries defines own properties, so that a key named `__proto__` stays a key.
  return { values, errors: errors.length > 0 ? Object.fromEntries(errors) : undefined };
};

const prefix = (key: string, issues: readonly Issue[]): Issue[] =>
  issues.map(({ message, path }) => ({ message, path: [key, ...path] }));

/** What Zod throws when a rule turns out to be asynchronous. Its class cannot be asked for: Zod is a peer, for types. */
const isAsynchronous = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Encountered Promise during synchronous parse');

/**
 * Asks a rule, or a whole schema.
 *
 * @throws DefinitionError when it cannot answer at once.
 */
export const ask = (className: string, rule: Rule, value: unknown): Outcome => {
  try {
    return rule.safeParse(value);
  } catch (error) {
    if (!isAsynchronous(error)) throw error;
    throw new DefinitionError(
      `${className}: a rule of the schema is asynchronous, and only its own \`await setAsync(…)\` waits for it. ` +
        'What is published or validated as a whole needs a schema without: have the provider refuse instead.',
      { cause: error },
    );
  }
};

/** Stands for a value that a rule did not accept. */
export const REFUSED: unique symbol = Symbol('reactive.refused');

const AT_ONCE = { async: false } as const;

/**
 * The value as a rule makes it, or {@link REFUSED}: as {@link ask}, for those who need no error.
 *
 * @throws DefinitionError when it cannot answer at once.
 */
export const accept = (className: string, rule: Rule, value: unknown): unknown => {
  const run = rule._zod?.run;
  if (run !== undefined) {
    const payload = { value, issues: [] };
    try {
      // Another payload is a promise, or made anew by the rule: the long way tells.
      if (run(payload, AT_ONCE) === payload) return payload.issues.length === 0 ? payload.value : REFUSED;
    } catch {
      // Asked again below, which says what is wrong with the rule.
    }
  }
  const { success, data } = ask(className, rule, value);
  return success ? data : REFUSED;
};

/** The schema's rule for a property. */
export const ruleOf = (schema: ModelSchema | null, key: string): Rule | undefined =>
  schema !== null && Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;

/** Values by name, in whatever object; what has none of its own, such as a map or a date, holds them in another way. */
const holdsValues = (values: object): boolean =>
  isPlainObject(values) || (!Array.isArray(values) && Object.keys(values).length > 0);

/** @throws ValidationError for what is no object of values. */
export const checkObject = (shape: Shape, values: unknown): object => {
  if (typeof values !== 'object' || values === null || !holdsValues(values)) {
    throw new ValidationError(
      `${shape.className}: an object of property values is needed, as { name: 'Ada' }.`,
    );
  }
  return values;
};

/** Checks each given value by the schema's rule for its property, and that there is such a property. */
export const parseValues = (shape: Shape, model: object, given: unknown): Parsed => {
  const schema = schemaOf(shape, model);
  const entries = Object.entries(checkObject(shape, given));
  const checked = entries.map(([key, value]) => {
    const rule = ruleOf(schema, key);
    return { key, value, rule, outcome: rule && ask(shape.className, rule, value) };
  });
  return collect(shape, checked);
};

/** As {@link parseValues}, for schemas with asynchronous rules. */
export const parseValuesAsync = async (shape: Shape, model: object, given: unknown): Promise<Parsed> => {
  const schema = schemaOf(shape, model);
  const entries = Object.entries(checkObject(shape, given));
  const checked = entries.map(async ([key, value]) => {
    // Asynchronous rules cannot be asked again at once.
    return { key, value, rule: undefined, outcome: await ruleOf(schema, key)?.safeParseAsync(value) };
  });
  return collect(shape, await Promise.all(checked));
};

/** What is wrong with a whole state by the whole schema, rules over several properties included. */
export const checkState = (
  shape: Shape,
  model: object,
  state: object,
): Record<string, string[]> | undefined => {
  const schema = schemaOf(shape, model);
  if (schema === null) return undefined;
  const known = Object.fromEntries(Object.entries(state).filter(([key]) => Object.hasOwn(schema.shape, key)));
  const { error } = ask(shape.className, schema, known);
  return error === undefined ? undefined : fieldErrorsOf(error.issues);
};
