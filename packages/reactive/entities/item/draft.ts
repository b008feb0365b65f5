import { fieldErrorsOf, ValidationError } from '../../errors';
import { batch } from '../../model/batch';
import { nestedErrors } from '../../model/nested-model';
import { own } from '../../model/ownership';
import type { ModelSchema } from '../../model/types';
import { ask, ruleOf, schemaOf } from '../../model/validation';
import type { EntityRecord } from '../../registry/record';
import { generatedProperties } from './creation';

/** The schema of a class without the demand for what its provider will fill; rules over several properties stay. */
const withoutGenerated = (schema: ModelSchema, missing: readonly string[]): ModelSchema => {
  const optional = missing.flatMap((name) => {
    const rule = schema.shape[name];
    return rule === undefined ? [] : [[name, rule.optional()] as const];
  });
  return optional.length === 0 ? schema : schema.safeExtend(Object.fromEntries(optional));
};

/**
 * Checks a draft as a whole, without asking for what its provider will fill, and gives it what the schema makes of
 * its values, defaults included.
 *
 * @throws ValidationError
 * @throws DefinitionError when a rule is asynchronous
 */
export const completeDraft = (
  item: object,
  record: EntityRecord,
  values: Readonly<Record<string, unknown>>,
): void => {
  const { shape } = record;
  const inside = nestedErrors(record);
  if (Object.keys(inside).length > 0) throw new ValidationError(undefined, { errors: inside });
  const schema = schemaOf(shape, item);
  if (schema === null) return;
  const missing = generatedProperties(shape).filter((name) => values[name] === undefined);
  const known = Object.entries(values).filter(([name]) => ruleOf(schema, name) !== undefined);
  const asked = ask(shape.className, withoutGenerated(schema, missing), Object.fromEntries(known));
  if (asked.error !== undefined) {
    throw new ValidationError(undefined, { errors: fieldErrorsOf(asked.error.issues) });
  }
  batch(() => {
    // An object schema makes objects.
    for (const [name, value] of Object.entries(asked.data as object)) {
      const index = shape.index.get(name);
      const isPlain = index !== undefined && !shape.nested.has(index) && !shape.computedIndex.has(name);
      if (isPlain && value !== undefined) record.write(index, own(value));
    }
  });
};
