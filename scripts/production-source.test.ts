import { describe, expect, it } from 'vitest';
import { withShortDefinitionErrors } from './production-source.mjs';

const shortened = (source: string) => withShortDefinitionErrors(source, 'source.ts');

describe('withShortDefinitionErrors', () => {
  it('keeps the values of a sentence, each once', () => {
    const source =
      "throw new DefinitionError(`${name}: '${key}' hides ${key}. ` + `Write ${type.name}.`, { cause });";
    expect(shortened(source)).toBe(
      'throw new DefinitionError(`${name}, ${key}, ${type.name}: the development build explains this`, { cause });',
    );
  });

  it('points to the development build where a sentence has no values', () => {
    expect(shortened("new DefinitionError('One. ' + 'Two.')")).toBe(
      "new DefinitionError('the development build explains this')",
    );
  });

  it('takes the values of whichever sentence it would be', () => {
    expect(shortened('new DefinitionError(isEmpty ? `${name} is empty.` : `${name} has ${key}.`)')).toBe(
      'new DefinitionError(`${name}, ${key}: the development build explains this`)',
    );
  });

  it('leaves every other error alone', () => {
    const source = 'throw new StateError(`${name} was deleted.`); throw new DefinitionError();';
    expect(shortened(source)).toBe(source);
  });
});
