import { fieldErrorsOf, type SchemaIssue } from './field-errors';
import type { ErrorParts } from './problem';

function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    return 'A value without a text was thrown';
  }
}

function issuesOf(thrown: object): SchemaIssue[] | undefined {
  const issues: unknown = 'issues' in thrown ? thrown.issues : undefined;
  if (!Array.isArray(issues) || issues.length === 0) return undefined;
  const sane = issues.every((issue) => typeof issue === 'object' && typeof issue?.message === 'string');
  return sane ? issues : undefined;
}

/** Says what kind of error any thrown value is. A schema's error is recognised by its issues, not by its class. */
export function classify(thrown: unknown): ErrorParts {
  const parts = { message: textOf(thrown), cause: thrown };
  if (typeof thrown !== 'object' || thrown === null) return { ...parts, code: 'internal' };
  const issues = issuesOf(thrown);
  if (issues) return { code: 'validation', message: '', errors: fieldErrorsOf(issues), cause: thrown };
  const name = 'name' in thrown ? thrown.name : undefined;
  if (name === 'AbortError') return { ...parts, code: 'aborted' };
  if (name === 'TimeoutError') return { ...parts, code: 'timeout' };
  return { ...parts, code: 'internal' };
}
