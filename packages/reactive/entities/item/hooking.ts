import { AbortedError, DefinitionError, reportError, StateError } from '../../errors';
import { isDelivering } from '../../model/batch';
import { same } from '../../model/equality';
import type { HookName, Hooks } from '../../model/hooks';
import { Walk } from '../../model/nesting';
import { STATE } from '../../model/symbols';
import type { EntityRecord } from '../../registry/record';

/** An item, as far as its hooks go. */
interface Hooked {
  readonly [STATE]: EntityRecord;
}

/** Operations that would wait for each other: loads are joined, publishes and deletes run one after the other. */
type Kind = 'load' | 'write';

interface Call {
  readonly kind: Kind;
  readonly name: HookName;
  readonly hooks: readonly Hooks[];
  /** What the hook is told, as it is when its turn comes. */
  readonly subject?: (() => unknown) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How long an operation waits for a hook that may be waiting for that very operation, in milliseconds. */
const PATIENCE = 10_000;

/** The records of which a hook is being called right now. */
const calling: Readonly<Record<Kind, Walk>> = { load: new Walk(), write: new Walk() };
/** How many hooks of a record are waited for. */
const waited: Readonly<Record<Kind, WeakMap<EntityRecord, number>>> = {
  load: new WeakMap(),
  write: new WeakMap(),
};

const count = (record: EntityRecord, kind: Kind, by: 1 | -1): void => {
  waited[kind].set(record, (waited[kind].get(record) ?? 0) + by);
};

const hang = (name: string, operation: string): StateError =>
  new StateError(
    `Cannot ${operation} ${name} while its own hook waits for that: the hook would never end. Do it when the operation has ended.`,
  );

/** Whether a hook of a record is being waited for. */
export const isWaitedFor = (record: EntityRecord, kind: Kind): boolean => (waited[kind].get(record) ?? 0) > 0;

/** An operation that is asked for, and how messages call the item. */
interface Asked {
  readonly kind: Kind;
  readonly name: string;
  readonly operation: string;
}

/**
 * Refuses what a hook asks for and could only wait for forever.
 *
 * @throws StateError
 */
export const refuseInHook = (record: EntityRecord, { kind, name, operation }: Asked): void => {
  // What listeners answer to a change is not waited for by the hook that made it.
  if (calling[kind].has(record) && !isDelivering()) throw hang(name, operation);
};

/**
 * Calls `refuse` when a record's hook has been waited for in vain: it may wait for the operation that is asked for now.
 * Answers how to end that.
 */
export const watchForHang = (
  record: EntityRecord,
  { kind, name, operation }: Asked,
  refuse: (error: StateError) => void,
): (() => void) => {
  if (!isWaitedFor(record, kind)) return () => {};
  const timer = setTimeout(() => refuse(hang(name, operation)), PATIENCE);
  return () => clearTimeout(timer);
};

/** Ends with the signal, however long a hook takes. */
const unlessAborted = async <R>(work: Promise<R>, signal: AbortSignal | undefined): Promise<R> => {
  if (signal === undefined) return work;
  let giveUp = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(new AbortedError('The operation was aborted.', { cause: signal.reason }));
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
};

/** The hooks that take part in an operation on an item. */
export const hooksFor = (item: Hooked, operation: 'Load' | 'Publish' | 'Delete'): readonly Hooks[] =>
  item[STATE]
    .hooks(item)
    .filter((hooks) => hooks[`before${operation}`] !== undefined || hooks[`after${operation}`] !== undefined);

/** Calls one hook; `wrote` hears of what it did to the item before it first waited. */
const call = async (
  item: Hooked,
  hooks: Hooks,
  { kind, name, subject, signal, wrote }: Call & { readonly wrote?: (takeBack: () => void) => void },
): Promise<unknown> => {
  const record = item[STATE];
  const values = record.values.slice();
  const run = async (): Promise<unknown> => hooks[name]?.(item, subject?.());
  count(record, kind, 1);
  try {
    const answer = calling[kind].through(record, run);
    values.forEach((before, index) => {
      const after = record.values[index];
      if (same(before, after)) return;
      wrote?.(() => {
        // What was edited since is somebody else's.
        if (same(record.values[index], after)) record.write(index, before);
      });
    });
    return await unlessAborted(answer, signal);
  } finally {
    count(record, kind, -1);
  }
};

const refuseAnswer = ({ store }: EntityRecord, name: HookName, answer: unknown): void => {
  if (answer === undefined) return;
  throw new DefinitionError(`${store.entity}: ${name} answers nothing. To stop the operation, throw.`);
};

const of = ({ hooks, name }: Call): Hooks[] => hooks.filter((each) => each[name] !== undefined);

/**
 * Asks the hooks before an operation, one after the other. Where one throws, what they did to the item before they
 * first waited is taken back.
 */
export const askBefore = async (item: Hooked, asked: Call): Promise<void> => {
  const written: (() => void)[] = [];
  try {
    for (const hooks of of(asked)) {
      const answer = await call(item, hooks, { ...asked, wrote: (takeBack) => written.push(takeBack) });
      refuseAnswer(item[STATE], asked.name, answer);
    }
  } catch (error) {
    for (const takeBack of written.reverse()) takeBack();
    throw error;
  }
};

/** Tells the hooks what was done, in reverse order: all of them, whatever one throws. The first error is thrown then. */
export const tellAfter = async (item: Hooked, told: Call): Promise<void> => {
  const errors: unknown[] = [];
  for (const hooks of of(told).reverse()) {
    try {
      refuseAnswer(item[STATE], told.name, await call(item, hooks, told));
    } catch (error) {
      errors.push(error);
    }
  }
  const [first, ...others] = errors;
  for (const error of others) reportError(error);
  if (errors.length > 0) throw first;
};

/** Hands a row on from hook to hook, in reverse order, each of which may answer with another. */
export const passThrough = async (
  item: Hooked,
  row: object,
  passed: Omit<Call, 'name' | 'subject' | 'kind'>,
): Promise<object> => {
  const asked = { ...passed, kind: 'load', name: 'afterLoad' } as const;
  let current = row;
  for (const hooks of of(asked).reverse()) {
    const subject = (): object => Object.freeze({ ...current });
    const answer = await call(item, hooks, { ...asked, subject });
    if (answer === undefined) continue;
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
      throw new DefinitionError(
        `${item[STATE].store.entity}: afterLoad answers with the row to take in, or nothing. To refuse it, throw.`,
      );
    }
    current = answer;
  }
  return current;
};
