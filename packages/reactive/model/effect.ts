import { batch } from './batch';
import { refuseInRender } from './rendering';
import { noFunction } from './requirements';
import { Effect, untracked } from './signals';

/**
 * Runs `run` now, and again whenever something that it has read of models is another: once for each transaction. What
 * it throws then is reported.
 *
 * @returns ends it
 * @example
 * const end = effect(() => {
 *   document.title = room.name;
 * });
 */
export const effect = (run: () => void): (() => void) => {
  if (typeof run !== 'function') throw noFunction('effect()', run);
  refuseInRender(() => 'effect() is called', 'Call it in an effect of the component that returns its end.');
  // What it changes is told when it has ended, as when it runs again: it would miss what others answer in its midst.
  const created = batch(() => untracked(() => new Effect(run)));
  return () => created.end();
};
