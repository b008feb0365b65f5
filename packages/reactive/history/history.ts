import { DefinitionError, StateError } from '../errors';
import { ReactiveModel } from '../model';
import { batch, deliveryNumber, isRecording } from '../model/batch';
import { nestedOf } from '../model/nested';
import { kindOf } from '../model/requirements';
import { Signal } from '../model/signals';
import { Steps } from './steps';
import type { HistoryOptions, Undoable } from './types';
import { type Change, Watch } from './watch';

/** What of a history can be observed. */
interface HistoryFacts {
  /** Whether there is something to undo. */
  canUndo: boolean;
  /** Whether something was undone, and nothing was changed since. */
  canRedo: boolean;
}

/** Not private fields: views read models through proxies. */
const RECORDER: unique symbol = Symbol('reactive.history');

/** Follows the models of a history, and its steps. */
class Recorder {
  readonly #steps: Steps;
  readonly #watch: Watch;
  readonly #end = new AbortController();
  readonly #told = new Signal(0);
  #tellings = 0;
  #isPuttingBack = false;

  constructor(models: readonly Undoable[], limit: number) {
    this.#steps = new Steps(limit);
    this.#watch = new Watch(models);
    for (const model of models) {
      model.on('change', () => this.look(), { signal: this.#end.signal });
      // Of what lies under an edit a load is all that tells; models that load nothing never fire it.
      model.on('load' as 'change', () => this.look(), { signal: this.#end.signal });
    }
  }

  get facts(): HistoryFacts {
    this.#told.track();
    return this.#steps;
  }

  /** Takes in what happened to the models since the last look. */
  look(): void {
    if (this.#end.signal.aborted) return;
    const { changes, fromOutside } = this.#watch.look();
    this.#steps.forget(fromOutside);
    // What listeners answer to an undo, they will answer to the redo as well.
    if (!this.#isPuttingBack) this.#steps.add({ changes }, deliveryNumber());
    this.tell();
  }

  move(direction: 'undo' | 'redo'): boolean {
    if (isRecording())
      throw new StateError(`${direction}() is refused in a transaction: do it before or after.`);
    this.look();
    const changes = this.#steps[direction]()?.changes;
    if (changes === undefined) return false;
    this.#isPuttingBack = true;
    try {
      batch(() => {
        this.tell();
        if (direction === 'redo') this.#put(changes, 'after');
        else this.#put(changes.toReversed(), 'before');
      });
    } finally {
      this.#isPuttingBack = false;
    }
    return true;
  }

  clear(): void {
    this.look();
    this.#steps.clear();
    this.tell();
  }

  dispose(): void {
    this.#end.abort();
    this.#steps.clear();
    this.tell();
  }

  tell(): void {
    batch(() => this.#told.write(++this.#tellings));
  }

  #put(changes: readonly Change[], side: 'before' | 'after'): void {
    for (const change of changes) this.#watch.put(change, side);
  }
}

/**
 * What was changed in models, to be undone and redone: see {@link history}. It is a model itself, so that buttons can
 * show whether there is something to do.
 */
export class History extends ReactiveModel<HistoryFacts> {
  declare readonly canUndo: boolean;
  declare readonly canRedo: boolean;
  /** @internal */
  readonly [RECORDER]: Recorder;

  constructor(models: readonly Undoable[], limit: number) {
    super({
      properties: [],
      computed: [
        { name: 'canUndo', compute: (self) => (self as History)[RECORDER].facts.canUndo },
        { name: 'canRedo', compute: (self) => (self as History)[RECORDER].facts.canRedo },
      ],
    });
    this[RECORDER] = new Recorder(models, limit);
  }

  /**
   * Takes the newest step back, as one change.
   *
   * @returns whether there was one
   * @throws StateError in a transaction.
   */
  undo(): boolean {
    return this[RECORDER].move('undo');
  }

  /** As {@link undo}: does again what was undone last. */
  redo(): boolean {
    return this[RECORDER].move('redo');
  }

  /** Forgets every step. The models stay as they are. */
  clear(): void {
    this[RECORDER].clear();
  }

  /** Forgets every step, and records no more. */
  dispose(): void {
    this[RECORDER].dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/**
 * Records what is changed in a model, or in several, and in the models inside them, to be undone and redone. A
 * transaction is one step, and so is what listeners add to a change. What comes from outside, such as a load, is no
 * step, and no step takes it back: they forget the properties that it moved.
 *
 * @throws DefinitionError for a limit that is none, for a collection (give it the items), and for what is neither model nor structure.
 * @example
 * const steps = history(draft);
 * draft.title = 'Other';
 * steps.undo();
 */
export const history = (
  models: Undoable | readonly Undoable[],
  { limit = 100 }: HistoryOptions = {},
): History => {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new DefinitionError(
      `The limit of a history is a number of steps, from 1 on, and not ${String(limit)}.`,
    );
  }
  const roots = Array.isArray(models) ? models : [models as Undoable];
  for (const root of roots as readonly unknown[]) {
    if (root instanceof ReactiveModel || nestedOf(root)?.cell !== undefined) continue;
    throw new DefinitionError(
      `history() takes models and structures, and was given ${kindOf(root)}. Of a collection, give it the items.`,
    );
  }
  return new History(roots, limit);
};
