import { DefinitionError, reportError, StateError } from '../errors';

/** What every row of a long page listens to may well have this many listeners; a leak soon has more. */
const FOR_A_PAGE = 100;

let usual = FOR_A_PAGE;
const limits = new WeakMap<object, number>();

/**
 * How many listeners one event of an emitter may have before that is reported as a likely leak, once for each emitter.
 * It is 100 unless told; `0` stands for no limit. Without emitters it is set for all that have none of their own.
 *
 * @throws DefinitionError when `max` is no number of listeners.
 * @example
 * setMaxListeners(500, settings);
 */
export const setMaxListeners = (max: number, ...emitters: readonly object[]): void => {
  if (typeof max !== 'number' || !(max >= 0)) {
    throw new DefinitionError(`setMaxListeners needs a number of listeners, and ${String(max)} is none.`);
  }
  const limit = max === 0 ? Infinity : max;
  if (emitters.length === 0) usual = limit;
  for (const emitter of emitters) limits.set(emitter, limit);
};

/** Reports an event that has come to have more listeners than its emitter should. */
export const checkLimit = (emitter: object, event: string, count: number): void => {
  const limit = limits.get(emitter) ?? usual;
  if (count <= limit) return;
  limits.set(emitter, Infinity);
  reportError(
    new StateError(
      `${count} listeners to '${event}' of one ${emitter.constructor.name}: some may never have been removed. ` +
        'End them with the function that `on` gave or with a signal, or raise the limit with setMaxListeners().',
    ),
  );
};
