import { own } from '../model/ownership';
import { noFunction } from '../model/requirements';
import { diff } from './diff';
import { applyStep } from './document';
import { parsePatches } from './read';
import { type AnyModel, bring, dataOf } from './snapshot';
import type { Patch } from './types';

/** Options of {@link onPatch}. */
export interface PatchOptions {
  /** Ends the subscription when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls `listener` after each change with the patches that make it, and with those that take it back, until the
 * returned function is called. Changes of models inside have their paths below the property that holds them.
 *
 * @throws DefinitionError for what is no model, and a listener that is no function.
 * @example
 * onPatch(draft, (patches) => socket.send(JSON.stringify(patches)));
 */
export const onPatch = (
  model: AnyModel,
  listener: (patches: readonly Patch[], inverse: readonly Patch[]) => void,
  options?: PatchOptions,
): (() => void) => {
  let last = dataOf(model, 'onPatch()');
  if (typeof listener !== 'function') throw noFunction('onPatch()', listener);
  return model.on(
    'change',
    () => {
      const before = last;
      last = dataOf(model, 'onPatch()');
      const patches = diff(before, last, '');
      if (patches.length > 0) listener(patches, diff(last, before, ''));
    },
    options,
  );
};

/**
 * Applies patches as one change: all of them, or none. Every value is checked by the schema, and every path must lead
 * to something; `test` refuses all of it where the value is another.
 *
 * @returns whether anything changed
 * @throws ValidationError for a path that leads nowhere, a value that is wrong, or what is no patch.
 * @throws PreconditionFailedError when a `test` fails.
 * @throws DefinitionError for what is no model.
 * @example
 * applyPatch(user, [{ op: 'replace', path: '/name', value: 'Ada' }]);
 */
export const applyPatch = (model: AnyModel, patches: readonly Patch[]): boolean => {
  const before = dataOf(model, 'applyPatch()');
  // Taken in at once, so that what was not parsed is refused before anything else.
  const steps = parsePatches(own(patches));
  return bring(model, before, steps.reduce<unknown>(applyStep, before));
};
