import { DefinitionError, reportError } from '../errors';
import { isDevelopment } from '../errors/development';
import { inBackground } from './background-timer';
import { same } from './equality';
import { nameHeld } from './held';
import { own } from './ownership';
import type { Shape } from './shape';
import { STATE } from './symbols';

interface Receiver {
  readonly [STATE]: { readonly shape: Shape; readonly values: readonly unknown[] };
}

/** A value that was given to a model, and how it looked then. */
interface Given {
  readonly model: WeakRef<Receiver>;
  readonly value: WeakRef<object>;
  readonly before: unknown;
  /** What the model made of it: as long as it is there, nothing else was given. */
  readonly held: WeakRef<object>;
  readonly index: number;
}

/** More than these in one turn are a list that was loaded, and no slip of its own. */
const AT_MOST = 200;
/** When to look again: what is changed in a handler is changed later. */
const LATER = 1_000;

// As they are when the library is loaded: a test that plays with the time is not to see these.
const { setTimeout: wait } = globalThis;
let turn: Given[] = [];
const reported = new Set<string>();

const kindOf = (value: object): string => {
  if (Array.isArray(value)) return 'array';
  const named = [Date, Map, Set, Uint8Array].some((type) => value instanceof type);
  return named ? value.constructor.name : 'object';
};

const look = ({ model, value, before, held, index }: Given): void => {
  const [receiver, given] = [model.deref(), value.deref()];
  if (receiver === undefined || given === undefined || same(given, before)) return;
  const { shape, values } = receiver[STATE];
  if (values[index] !== held.deref()) return;
  const place = `${shape.className}.${shape.names[index]}`;
  if (reported.has(place)) return;
  reported.add(place);
  reportError(
    new DefinitionError(
      `${place}: the ${kindOf(given)} that was given was changed in place afterwards, which the model does not ` +
        'see: it holds a copy. Give it a new value instead.',
    ),
  );
};

const lookAt = (given: readonly Given[]): void => {
  for (const each of given) look(each);
};

const schedule = (): void => {
  const given = turn;
  wait(() => {
    turn = [];
    lookAt(given);
    inBackground(wait(lookAt, LATER, given));
  }, 0);
};

/** A copy of what was given; `undefined` where there is none to be made of it, such as data with marks of the outside. */
const copyOf = (value: object): unknown => {
  try {
    return own(value);
  } catch {
    return undefined;
  }
};

const isData = (value: unknown): value is object => typeof value === 'object' && value !== null;

const watch = (receiver: Receiver, index: number, value: object): void => {
  const { shape, values } = receiver[STATE];
  const held = values[index];
  if (!isData(held)) return;
  nameHeld(held, shape, index);
  const before = copyOf(value);
  // An instance of a class, or something that a model owns already: the model does follow it, or it cannot be changed.
  if (before === undefined || before === value || turn.length >= AT_MOST) return;
  if (turn.length === 0) schedule();
  const model = new WeakRef(receiver);
  turn.push({ model, value: new WeakRef(value), before, held: new WeakRef(held), index });
};

/**
 * Reports, once for each property of a class, that a value that a model took in is changed in place afterwards by who
 * gave it. Looks at the end of the turn, and a second later.
 */
export function watchGiven(receiver: Receiver, values: object): void {
  if (!isDevelopment) return;
  const { index } = receiver[STATE].shape;
  for (const [name, value] of Object.entries(values)) {
    const at = index.get(name);
    if (at !== undefined && isData(value)) watch(receiver, at, value);
  }
}
