import type { FieldErrors } from './codes';

/** What a Zod error (or any Standard Schema result) lists, as far as we read it. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly code?: string | undefined;
  readonly keys?: readonly string[] | undefined;
}

function segment(part: unknown): string {
  const key = typeof part === 'object' && part !== null && 'key' in part ? part.key : part;
  return String(key);
}

/**
 * Groups schema issues by field. A nested field is addressed by its dotted path, the whole value by `''`;
 * an unknown key is blamed on that key.
 *
 * @example
 * const parsed = schema.safeParse({ name: '' });
 * if (!parsed.success) fieldErrorsOf(parsed.error.issues); // { name: ['Too short'] }
 */
export function fieldErrorsOf(issues: readonly SchemaIssue[]): FieldErrors {
  const found = new Map<string, string[]>();
  const add = (field: string, message: string): void => {
    const messages = found.get(field);
    if (!messages) found.set(field, [message]);
    else if (!messages.includes(message)) messages.push(message);
  };
  for (const { path = [], message, code, keys } of issues) {
    const at = path.map(segment);
    if (code === 'unrecognized_keys' && keys) {
      for (const key of keys) add([...at, key].join('.'), 'Unknown field');
    } else {
      add(at.join('.'), message);
    }
  }
  // fromEntries defines own properties, so that a field named `__proto__` stays a field.
  return Object.fromEntries(found);
}
