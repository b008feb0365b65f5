import { DefinitionError } from '../errors';
import { isDevelopment } from '../errors/development';
import { jsonEncoder } from '../wire/json-hook';

const refuseBigints = (className: string, values: object): void => {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'bigint') continue;
    throw new DefinitionError(
      `${className}: '${name}' is a bigint, which JSON lacks. Write JSON.stringify(encode(schema, model)) with \`encode\` of 'reactive/wire'.`,
    );
  }
};

/**
 * A model's values as JSON, by the encoder of `reactive/wire` where something brought it along; else as they are.
 *
 * @throws DefinitionError for a bigint, with the remedy: `JSON.stringify` would not say which it was.
 */
export const toJson = (className: string, schema: unknown, values: object): object => {
  const encode = jsonEncoder();
  if (encode !== undefined) return encode(schema, values);
  if (isDevelopment) refuseBigints(className, values);
  return values;
};
