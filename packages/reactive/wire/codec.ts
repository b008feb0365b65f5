import { DefinitionError, type SchemaIssue } from '../errors';
import type { Faults } from './faults';
import type { Form } from './form';

type Outcome =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };

interface Codec {
  safeParse(value: unknown): Outcome;
  safeEncode?(value: unknown): Outcome;
}

/** A codec that the user declared: its own two functions, and what they make of a value as JSON. */
export function codecForm(schema: unknown, inner: Form): Form {
  // A pipe that can be reversed, as its definition says.
  const codec = schema as Codec;
  const encode = (value: unknown, faults: Faults): unknown => {
    if (typeof codec.safeEncode !== 'function') {
      throw new DefinitionError(
        'A codec of zod/mini cannot be asked to encode: make it with z.codec of zod.',
      );
    }
    const outcome = codec.safeEncode(value);
    if (!outcome.success) return faults.addIssues(outcome.error.issues);
    return inner.encode ? inner.encode(outcome.data, faults) : outcome.data;
  };
  const decode = (json: unknown): unknown => {
    const outcome = codec.safeParse(inner.decode ? inner.decode(json) : json);
    return outcome.success ? outcome.data : json;
  };
  return { encode, decode };
}
