import { DefinitionError, reportError, StateError } from '../errors';
import { noFunction } from './requirements';
import { hasEffects, runEffects } from './signals';

/** Something that tells its listeners, once the state is whole, what changed. */
export interface Notifier {
  /** Has those who contain what changed deliver in the same round. */
  prepare(): void;
  /** Works out what to tell, and forgets the changes: what changes from now on is for the next round. */
  settle(): void;
  /** Calls the listeners. */
  deliver(): void;
}

type Undo = () => void;

/** Listeners that answer each other's writes for longer than this are taken for an endless loop. */
const MAX_GENERATIONS = 100;

let depth = 0;
let delivering = false;
let deliveries = 0;
let journal: Undo[] | null = null;
/** Who waits to deliver: the first `waiting` of the queue. The array is kept, since making one costs more than all else. */
let queue: (Notifier | undefined)[] = [];
let spare: (Notifier | undefined)[] = [];
let waiting = 0;

const endlessLoop = (): Error =>
  new DefinitionError('Listeners keep changing what they listen to. Make one of them stop at a fixed point.');

const deliverGeneration = (): void => {
  // Preparing may queue more notifiers, which then belong to this generation: `change` stays one event.
  for (let index = 0; index < waiting; index++) {
    queue[index]?.prepare();
    if (hasEffects()) runEffects();
  }
  const generation = queue;
  const count = waiting;
  queue = spare;
  spare = generation;
  waiting = 0;
  for (let index = 0; index < count; index++) generation[index]?.settle();
  for (let index = 0; index < count; index++) {
    const notifier = generation[index];
    generation[index] = undefined;
    notifier?.deliver();
  }
};

const deliverAll = (): void => {
  delivering = true;
  try {
    for (let generation = 0; waiting > 0 && generation < MAX_GENERATIONS; generation++) deliverGeneration();
    if (waiting === 0) return;
    for (let index = 0; index < waiting; index++) queue[index]?.settle();
    queue = [];
    waiting = 0;
    reportError(endlessLoop());
  } finally {
    delivering = false;
  }
};

/** Opens a batch: nobody is told of a change until the outermost batch ends. */
export const beginBatch = (): void => {
  depth++;
};

/** Ends a batch; the outermost one lets the effects run, then the notifiers deliver, in the order of their queueing. */
export const endOfBatch = (): void => {
  if (depth > 1) {
    depth--;
    return;
  }
  try {
    if (hasEffects()) runEffects();
  } finally {
    depth = 0;
  }
  if (waiting === 0 || delivering) return;
  deliveries++;
  deliverAll();
};

/** Lets the effects run that wait, unless a batch is open: then they wait for its end. */
export const letEffectsRun = (): void => {
  beginBatch();
  endOfBatch();
};

/**
 * Opens a delivery outside of any batch, so that what listeners write waits until it ends. Answers false, having done
 * nothing, where a batch or a delivery is under way.
 */
export const beginDelivery = (): boolean => {
  if (depth > 0 || delivering) return false;
  delivering = true;
  deliveries++;
  return true;
};

/** Whether listeners are being called. */
export const isDelivering = (): boolean => delivering;

/** Tells deliveries apart: what is told in several rounds of one has followed from one change. */
export const deliveryNumber = (): number => deliveries;

/** Ends a delivery, and delivers what was queued meanwhile. */
export const endDelivery = (): void => {
  delivering = false;
  if (waiting > 0) deliverAll();
};

/** Has a notifier deliver at the end of the batch. Callers keep track of being queued already. */
export const enqueue = (notifier: Notifier): void => {
  queue[waiting++] = notifier;
};

/** Runs `fn` as one batch. */
export const batch = <R>(fn: () => R): R => {
  beginBatch();
  try {
    return fn();
  } finally {
    endOfBatch();
  }
};

/** Records how to take a write back, when a transaction is open. */
export const onRollback = (undo: Undo): void => {
  journal?.push(undo);
};

/** Whether a write has to be recorded with {@link onRollback}. */
export const isRecording = (): boolean => journal !== null;

const rollBack = (steps: readonly Undo[]): void => {
  for (let index = steps.length - 1; index >= 0; index--) steps[index]?.();
};

export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/**
 * Runs `fn` so that all its writes, to any number of models, apply together: listeners hear of them once, when
 * it ends; if it throws, all of it is rolled back silently and the error is thrown on. Transactions nest: an inner
 * one that throws takes back its own writes only.
 *
 * @throws StateError when `fn` is asynchronous: what happens after its first `await` could not be rolled back.
 * @example
 * transaction(() => {
 *   from.set({ role: 'user' });
 *   to.set({ role: 'admin' });
 * });
 */
export const transaction = <R>(fn: () => R): R => {
  if (typeof fn !== 'function') throw noFunction('transaction()', fn);
  const outer = journal;
  const steps: Undo[] = [];
  journal = steps;
  beginBatch();
  let completed = false;
  try {
    const result = fn();
    if (isThenable(result)) {
      // The caller gets this error; how the rest of it ends has nobody to be told to.
      result.then(undefined, reportError);
      throw new StateError('A transaction must be synchronous: await first, then write in the transaction.');
    }
    completed = true;
    return result;
  } finally {
    journal = null;
    if (!completed) rollBack(steps);
    journal = outer;
    if (completed) for (const step of steps) outer?.push(step);
    endOfBatch();
  }
};
