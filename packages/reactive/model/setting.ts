import { DefinitionError, reportError, StateError, ValidationError } from '../errors';
import { enqueue, isThenable, onRollback, transaction } from './batch';
import { Walk } from './nesting';
import { AsyncCall } from './overtaken';
import type { ModelState } from './state';
import { STATE } from './symbols';
import { checkObject, type Parsed, parseValues, parseValuesAsync, refuseForeign } from './validation';
import { apply, below, type Changes, Refusal, recipient, refuse, type Writable } from './writing';

/** What became of a set. */
interface Outcome {
  readonly updated: boolean;
  readonly errors?: object;
}

/** What before-hooks answer, one after the other, to be waited for where that is possible; in the end, what to set. */
export type Asking = Generator<unknown, object, unknown>;

/** Hooks that call for each other deeper than this are taken for an endless loop. */
const MAX_DEPTH = 100;

/** The models whose before-hooks are being called: they cannot be set meanwhile. */
const asking = new Walk();
/** How many asynchronous sets of a model wait for its hooks. */
const waiting = new WeakMap<object, number>();
let depth = 0;

const endless = (className: string, hook: string): StateError =>
  new StateError(
    `${className}: ${hook} sets again and again what it is asked about. Have it stop somewhere.`,
  );

/** The field errors of a hook are the answer of the set; every other error is thrown. */
const refusal = (error: unknown): unknown =>
  error instanceof ValidationError && error.errors !== undefined ? new Refusal(error.errors) : error;

const replaced = ({ shape }: ModelState, answer: unknown, values: object): object => {
  if (answer === undefined) return values;
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    throw new DefinitionError(
      `${shape.className}: beforeSet answers with the values to set, or nothing. To refuse, throw.`,
    );
  }
  refuseForeign(shape.className, answer);
  return answer;
};

/** Asks the hooks of a model, and of those inside that are given values, what is to be set. */
export function* ask(model: Writable, given: object): Asking {
  const state = model[STATE];
  const { shape } = state;
  if (asking.has(state)) {
    throw new StateError(`${shape.className} is set in its own beforeSet. Return the values to set instead.`);
  }
  if (Object.keys(given).length === 0) return given;
  let values = given;
  const call = (hook: (values: object) => unknown): unknown =>
    asking.through(state, () => hook(Object.freeze({ ...values })));
  if (state.listeners?.hearsSets === true) call((told) => state.listeners?.fireNamed('pre:set', told));
  for (const { beforeSet } of state.hooks(model)) {
    if (beforeSet === undefined) continue;
    try {
      values = replaced(state, yield call((asked) => beforeSet(model, asked)), values);
    } catch (error) {
      throw refusal(error);
    }
  }
  for (const [index, { name }] of shape.nested) {
    const value: unknown = Object.hasOwn(values, name) ? Reflect.get(values, name) : undefined;
    const inside = recipient(state, index, value)?.ask?.(value as object);
    if (inside === undefined) continue;
    try {
      values = { ...values, [name]: yield* inside };
    } catch (error) {
      throw below(name, error);
    }
  }
  return values;
}

/** What hooks ask for that must answer at once. */
const atOnce = ({ shape }: ModelState, steps: Asking): object => {
  let step = steps.next();
  while (step.done !== true) {
    if (isThenable(step.value)) {
      step.value.then(undefined, reportError);
      throw new DefinitionError(
        `${shape.className}: beforeSet is asynchronous. Set such values with \`await setAsync(…)\`.`,
      );
    }
    step = steps.next(step.value);
  }
  return step.value;
};

const inTime = async ({ shape }: ModelState, steps: Asking, model: object): Promise<object> => {
  const count = (waiting.get(model) ?? 0) + 1;
  if (count > MAX_DEPTH) throw endless(shape.className, 'beforeSet');
  waiting.set(model, count);
  try {
    let step = steps.next();
    while (step.done !== true) {
      const answer = await Promise.resolve(step.value).then(
        (value) => () => steps.next(value),
        (error: unknown) => () => steps.throw(error),
      );
      step = answer();
    }
    return step.value;
  } finally {
    waiting.set(model, (waiting.get(model) ?? 1) - 1);
  }
};

/** Told once everything has been told of the change, unless it was rolled back. */
const tellOfSet = (state: ModelState, changes: Changes): void => {
  let isGone = false;
  onRollback(() => {
    isGone = true;
  });
  enqueue({
    prepare() {},
    settle() {},
    deliver() {
      if (!isGone) state.listeners?.fireNamed('post:set', changes);
    },
  });
};

const callAfter = (model: Writable, changes: Changes): void => {
  const state = model[STATE];
  if (state.listeners?.hearsSets === true) tellOfSet(state, changes);
  const { className } = state.shape;
  for (const { afterSet } of state.hooks(model).toReversed()) {
    if (afterSet === undefined) continue;
    if (depth >= MAX_DEPTH) throw endless(className, 'afterSet');
    depth++;
    try {
      const answer = afterSet(model, changes);
      if (isThenable(answer)) answer.then(undefined, reportError);
      if (answer !== undefined)
        throw new DefinitionError(
          `${className}: afterSet is synchronous and answers nothing. To refuse, throw.`,
        );
    } catch (error) {
      throw refusal(error);
    } finally {
      depth--;
    }
  }
};

const write = (model: Writable, parsed: Parsed): Outcome => {
  if (parsed.errors !== undefined) throw new Refusal(parsed.errors);
  return apply(model, parsed, (changes) => callAfter(model, changes));
};

/** Writes what was asked to be set some time ago. */
const writeLate = (model: Writable, call: AsyncCall, { values, errors }: Parsed): Outcome => {
  const wanted = call.stillWanted(values);
  const outcome = write(model, refuse(model, { values: wanted, errors }));
  call.wrote(wanted);
  return outcome;
};

/** Writes values about which the hooks were asked. */
export const put = (model: Writable, values: object): Outcome =>
  write(model, refuse(model, parseValues(model[STATE].shape, model, values)));

/** The answer to a set that hooks refused. */
const refused = (error: unknown): Outcome => {
  if (error instanceof Refusal) return { updated: false, errors: error.errors };
  throw error;
};

/** Whether nobody is to be asked or told about a set. */
const isPlain = ({ shape }: ModelState): boolean => shape.detours === 0 && shape.nested.size === 0;

/** Sets values, asking the hooks. */
export const setValues = (model: Writable, given: unknown): Outcome => {
  const state = model[STATE];
  refuseForeign(state.shape.className, given);
  const values = checkObject(state.shape, given);
  if (isPlain(state)) return apply(model, refuse(model, parseValues(state.shape, model, values)));
  try {
    // As one change, so that all that hooks have done on the way is taken back with it.
    return transaction(() => put(model, atOnce(state, ask(model, values))));
  } catch (error) {
    return refused(error);
  }
};

/** As {@link setValues}, for hooks and rules that are asynchronous. */
export const setValuesAsync = async (model: Writable, given: unknown): Promise<Outcome> => {
  const state = model[STATE];
  refuseForeign(state.shape.className, given);
  // As they are now: the caller may write to the object while rules and hooks are waited for.
  const values = { ...checkObject(state.shape, given) };
  const call = new AsyncCall(state);
  try {
    const asked = await inTime(state, ask(model, values), model);
    const parsed = await parseValuesAsync(state.shape, model, asked);
    return transaction(() => writeLate(model, call, parsed));
  } catch (error) {
    return refused(error);
  }
};
