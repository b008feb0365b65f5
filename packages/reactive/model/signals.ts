import { DefinitionError, reportError } from '../errors';
import { createGraph, type Link } from './graph';
import { linger } from './lingering';

// The bits of a node, as the algorithm of alien-signals reads them.
const MUTABLE = 1;
const WATCHING = 2;
const COMPUTING = 4;
const DIRTY = 16;
const PENDING = 32;

abstract class Node {
  flags: number = MUTABLE;
  deps: Link | undefined = undefined;
  depsTail: Link | undefined = undefined;
  subs: Link | undefined = undefined;
  subsTail: Link | undefined = undefined;
  /** What it belongs to and is collected with. */
  readonly home: object | undefined;
  /** Whether it depends on what has another home, which would keep it alive. */
  isFar = false;

  constructor(home: object | undefined) {
    this.home = home;
  }

  /** Brings the node up to date. Answers whether its value is another. */
  abstract update(): boolean;

  /** Called when nobody depends on the node any more. */
  unwatched(): void {}
}

let active: Node | undefined;
let cycle = 0;
let running = 0;
let queue: Effect[] = [];
/** How often anything was written. */
let writes = 0;

/** Effects that answer each other's writes for longer than this are taken for an endless loop. */
const MAX_ROUNDS = 1_000;

const { link, unlink, propagate, checkDirty, shallowPropagate } = createGraph<Node, Effect>({
  update: (node) => node.update(),
  unwatched: (node) => node.unwatched(),
  notify(effect) {
    effect.flags &= ~WATCHING;
    queue.push(effect);
  },
});

const unlinkAfter = (node: Node, last: Link | undefined): void => {
  let dependency = last === undefined ? node.deps : last.nextDep;
  while (dependency !== undefined) dependency = unlink(dependency, node);
};

/** From now on, what is read becomes the dependencies of `node`, in place of those it had. */
const begin = (node: Node): Node | undefined => {
  const outer = active;
  node.depsTail = undefined;
  active = node;
  cycle++;
  return outer;
};

const end = (node: Node, outer: Node | undefined): void => {
  active = outer;
  node.flags &= ~COMPUTING;
  unlinkAfter(node, node.depsTail);
};

const depend = (node: Node): void => {
  if (active === undefined) return;
  link(node, active, cycle);
  if (node.isFar || node.home !== active.home) active.isFar = true;
};

const refresh = (node: Node): void => {
  if (node.update() && node.subs !== undefined) shallowPropagate(node.subs);
};

/** Whether somebody is computing, and so depends on what is read. */
export const isTracking = (): boolean => active !== undefined;

/** Runs `fn` so that nothing it reads becomes a dependency of whoever is computing. */
export const untracked = <R>(fn: () => R): R => within(undefined, fn);

/** Runs `fn` so that what it reads becomes a dependency of `effect` too. */
export const within = <R>(effect: Effect | undefined, fn: () => R): R => {
  const outer = active;
  active = effect;
  try {
    return fn();
  } finally {
    active = outer;
  }
};

/** Something that changes. Whoever reads it while computing depends on it. Written in batches only. */
export class Signal extends Node {
  #settled: unknown;
  #value: unknown;

  /** @param home - the model that it is part of, if it is part of one */
  constructor(value: unknown, home?: object) {
    super(home);
    this.#settled = value;
    this.#value = value;
  }

  track(): void {
    if ((this.flags & DIRTY) !== 0) refresh(this);
    depend(this);
  }

  write(value: unknown): void {
    if (Object.is(this.#value, value)) return;
    this.#value = value;
    writes++;
    this.flags = MUTABLE | DIRTY;
    if (this.subs !== undefined) propagate(this.subs, running > 0);
  }

  update(): boolean {
    this.flags = MUTABLE;
    const before = this.#settled;
    this.#settled = this.#value;
    return !Object.is(before, this.#value);
  }
}

/** A value that is computed when it is read, and again only when something that was read for it has changed. */
export abstract class Computation extends Node {
  override flags: number = MUTABLE | DIRTY;
  #value: unknown;
  /** Until when the value was kept up to date: as long as nothing was written since, it is the right one. */
  #validAt = -1;
  #lingers = false;

  protected abstract compute(): unknown;

  /** @throws DefinitionError when it is read while it is computed */
  read(): unknown {
    const { flags } = this;
    if ((flags & COMPUTING) !== 0) this.refuseRing();
    const isForNobody = active === undefined;
    if ((flags & DIRTY) !== 0) {
      if (!isForNobody || this.#validAt !== writes) refresh(this);
      // The graph exists once something was computed, so that what is pending has dependencies.
    } else if ((flags & PENDING) !== 0) {
      if (checkDirty(this.deps as Link, this)) refresh(this);
      else this.flags = flags & ~PENDING;
    }
    if (!isForNobody) depend(this);
    else if (this.isFar && this.subs === undefined && !this.#lingers) {
      this.#lingers = true;
      linger(this);
    }
    return this.#value;
  }

  update(): boolean {
    this.flags = MUTABLE | COMPUTING;
    this.isFar = false;
    const before = this.#value;
    const outer = begin(this);
    try {
      this.#value = this.compute();
    } finally {
      end(this, outer);
    }
    return !Object.is(before, this.#value);
  }

  /** Depends on nothing until it is read again, if it was read for nobody. */
  letGo(): void {
    this.#lingers = false;
    if (this.subs === undefined) this.unwatched();
  }

  override unwatched(): void {
    if (this.deps === undefined) return;
    if ((this.flags & (DIRTY | PENDING)) === 0) this.#validAt = writes;
    this.flags = MUTABLE | DIRTY;
    unlinkAfter(this, undefined);
  }

  protected refuseRing(): never {
    throw new DefinitionError('This is computed from itself.');
  }
}

class Derived extends Computation {
  protected override readonly compute: () => unknown;

  constructor(compute: () => unknown) {
    super(undefined);
    this.compute = compute;
  }
}

/** A {@link Computation} of a function, which must not throw. */
export const computed = (compute: () => unknown): Computation => new Derived(compute);

/** Something that runs again, at the end of the batch, when what it read has changed. */
export class Effect extends Node {
  readonly #run: () => void;

  constructor(run: () => void) {
    super(undefined);
    this.#run = run;
    try {
      this.update();
    } catch (error) {
      // Nobody has anything to end it by.
      this.end();
      throw error;
    }
  }

  update(): boolean {
    this.flags = WATCHING | COMPUTING;
    const outer = begin(this);
    running++;
    try {
      this.#run();
    } finally {
      running--;
      end(this, outer);
    }
    return true;
  }

  /** Runs again if what was read has changed. What it throws is reported: whoever wrote has nothing to do with it. */
  rerun(): void {
    const { flags } = this;
    if ((flags & DIRTY) === 0 && ((flags & PENDING) === 0 || !checkDirty(this.deps as Link, this))) {
      if (flags !== 0) this.flags = WATCHING;
      return;
    }
    try {
      this.update();
    } catch (error) {
      reportError(error);
    }
  }

  /** Leaves out a run: the next change lets it run again. */
  pass(): void {
    if (this.flags !== 0) this.flags = WATCHING;
  }

  end(): void {
    this.flags = 0;
    unlinkAfter(this, undefined);
  }
}

/** Whether effects wait to run. */
export const hasEffects = (): boolean => queue.length > 0;

/** Runs the effects that wait, and those that these cause. */
export const runEffects = (): void => {
  for (let round = 0; queue.length > 0; round++) {
    const due = queue;
    queue = [];
    if (round < MAX_ROUNDS) for (const effect of due) effect.rerun();
    else {
      for (const effect of due) effect.pass();
      reportError(
        new DefinitionError(
          'Effects keep changing what others of them read. Make one stop at a fixed point.',
        ),
      );
    }
  }
};
