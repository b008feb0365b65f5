import type { z } from 'zod';
import { DefinitionError } from '../errors';
import { type Definition, definitionOf } from '../wire/definition';
import { rowSchemaOf } from '../wire/row-form';

/** Whether an object schema refuses what it does not name. */
const isStrict = ({ type, catchall }: Definition): boolean =>
  type === 'object' && definitionOf(catchall).type === 'never';

/**
 * Checks what was given as the read schema of an entity.
 *
 * @throws DefinitionError
 */
export const checkReadSchema = (entity: string, read: z.ZodObject): void => {
  const definition = definitionOf(read);
  if (!isStrict(definition)) {
    throw new DefinitionError(
      `The read schema of '${entity}' must be a strict Zod object: z.strictObject({ id: …, … }).`,
    );
  }
  if (!Object.hasOwn(read.shape, 'id')) {
    throw new DefinitionError(
      `The read schema of '${entity}' has no id, without which its rows cannot be told apart. Add \`id\` to it.`,
    );
  }
};

type Asked = Pick<z.ZodType, 'safeParse'>;

/** What a schema says of a value that it has made already: of a pipe that is its end. */
export const outcomeOf = (schema: unknown, value: unknown): z.ZodSafeParseResult<unknown> => {
  const { type, innerType, out } = definitionOf(schema);
  if (type === 'transform') return { success: true, data: value };
  if (type === 'pipe') return outcomeOf(out, value);
  const isAbsent = value === undefined || value === null;
  if (innerType !== undefined && !isAbsent) return outcomeOf(innerType, value);
  // A part of a Zod schema is one.
  return (rowSchemaOf(schema) as Asked).safeParse(value);
};
