import { DefinitionError, ScopeError } from '../errors';
import type { Shape } from '../model/shape';
import { EntityChannel } from './channel';
import type { Plugged } from './plugged';
import type { EntityRecord } from './record';
import type { EntityStore } from './store';

/** Classes with the same properties and nothing computed or nested may share the records of an entity. */
const layoutOf = (shape: Shape): string | Shape =>
  shape.computed.length === 0 && shape.nested.size === 0 ? shape.names.join('\0') : shape;

/** The entity that each class was first used with. */
const entities = new WeakMap<Shape, string>();

const checkEntity = (shape: Shape, entity: string): void => {
  if (typeof entity !== 'string' || entity === '') {
    throw new DefinitionError(`${shape.className} needs an entity name: super({ entity: 'users', … }).`);
  }
  if (shape.isVariant) return;
  const { entity: declared } = shape.declared;
  const known = typeof declared === 'string' ? declared : entities.get(shape);
  if (known !== undefined && known !== entity) {
    throw new DefinitionError(
      `${shape.className} is a class of the entity '${known}', and '${entity}' was given. Do not pass \`entity\` from outside.`,
    );
  }
  entities.set(shape, entity);
};

/**
 * One identity map: the entities that belong together, such as those of a browser page, a request or a job.
 * Nothing is shared between two scopes.
 *
 * @example
 * const scope = new Scope();
 * const user = scope.run(() => new User({ id: '1' }));
 * scope.dispose();
 */
export class Scope implements Disposable {
  readonly #channels = new Map<string, EntityChannel>();
  readonly #byShape = new Map<Shape, EntityStore<EntityRecord>>();
  /**
   * What a server has just loaded: records, and the views of collections. It is kept, and not asked for again.
   *
   * @internal
   */
  readonly fresh = new Set<object>();
  /**
   * Another object after each {@link clear}: what others remember for this scope, they remember by it.
   *
   * @internal
   */
  era: object = {};
  #plugged: readonly Plugged[] = [];
  #disposed = false;

  /** Whether {@link dispose} was called. */
  get disposed(): boolean {
    return this.#disposed;
  }

  /** How many entities the scope knows that somebody still refers to. */
  get size(): number {
    return [...this.#channels.values()].reduce((sum, channel) => sum + [...channel.live()].length, 0);
  }

  /**
   * Makes this the scope of everything that `fn` does before its first `await`. On a server, use `runInScope` of
   * `reactive/node`, which holds across `await`.
   */
  run<R>(fn: () => R): R {
    return enter(this, fn);
  }

  /** Forgets the records of one entity, or of all. Objects that show them go on working, on their own. */
  clear(entity?: string): void {
    this.fresh.clear();
    this.era = {};
    for (const channel of this.#channels.values()) {
      if (entity === undefined || channel.entity === entity) channel.clear();
    }
  }

  /** Ends the scope: its collections stop following, and making entities in it is a `ScopeError`. */
  dispose(): void {
    this.#disposed = true;
    this.fresh.clear();
    // What plugins guarded is not to go on unguarded.
    this.plug(this.#plugged.flatMap(({ closed }) => closed ?? []));
    for (const channel of this.#channels.values()) channel.dispose();
    this.#channels.clear();
    this.#byShape.clear();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal */
  get channels(): Iterable<EntityChannel> {
    return this.#channels.values();
  }

  /** @internal */
  store(shape: Shape, entity: string): EntityStore<EntityRecord> {
    const known = this.#byShape.get(shape);
    if (known !== undefined && known.entity === entity) return known;
    checkEntity(shape, entity);
    const channel = this.channel(entity);
    channel.meet(shape);
    const store = channel.store(layoutOf(shape));
    this.#byShape.set(shape, store);
    return store;
  }

  /** @internal The plugins, in order. */
  get plugged(): readonly Plugged[] {
    return this.#plugged;
  }

  /** @internal */
  plug(plugged: readonly Plugged[]): void {
    this.#plugged = plugged;
    for (const channel of this.#channels.values()) channel.plug(plugged);
  }

  /** @internal */
  channel(entity: string): EntityChannel {
    if (this.#disposed) {
      throw new ScopeError('This scope was disposed. Make entities in a scope that is still open.');
    }
    const known = this.#channels.get(entity);
    if (known !== undefined) return known;
    const channel = new EntityChannel(entity, this);
    this.#channels.set(entity, channel);
    channel.plug(this.#plugged);
    return channel;
  }
}

let entered: Scope | undefined;

const enter = <R>(scope: Scope, fn: () => R): R => {
  const outer = entered;
  entered = scope;
  try {
    return fn();
  } finally {
    entered = outer;
  }
};

type Resolver = () => Scope | undefined;

let ambient: Resolver | undefined;
let offered: Resolver | undefined;
let defaultScope: Scope | undefined;

/**
 * The scope that new items and collections belong to: that of the running `scope.run`, else that of the work which is
 * being done, else the one default scope.
 *
 * @throws ScopeError when a resolver is installed and knows none.
 */
export const currentScope = (): Scope => {
  if (entered !== undefined) return entered;
  const scope = (ambient ?? offered)?.();
  if (scope !== undefined) return scope;
  if (ambient !== undefined) {
    throw new ScopeError(
      'No scope: this process requires one per request, message or job. Wrap the work in runInScope(…) of reactive/node.',
    );
  }
  defaultScope ??= new Scope();
  return defaultScope;
};

/**
 * Has `resolver` asked where no scope is required, too: work that was given a scope has it, and all else the default one.
 *
 * @internal
 */
export const offerScopes = (resolver: Resolver): void => {
  offered = resolver;
};

/**
 * From now on the scope is what `resolver` says, and where it says none, making an entity is a `ScopeError`: there
 * is no default scope any more. A composition root calls `requireScope()` of `reactive/node`, which does this.
 *
 * @returns A function that takes it back, for tests.
 */
export const installScopeResolver = (resolver: Resolver): (() => void) => {
  const previous = ambient;
  ambient = resolver;
  return () => {
    ambient = previous;
  };
};

/**
 * Whether a scope has to be there for each piece of work, so that there is no default one: true from
 * {@link installScopeResolver} on. What is not told who acts is the program's own doing where it is false, and nobody's
 * where it is true.
 */
export const isScopeRequired = (): boolean => ambient !== undefined;

/**
 * Whether what is done now is work that was given a scope, as `runInScope` and `scopeMiddleware` of `reactive/node` do:
 * a request, a message, a job. Who acts in it has to be said, whether or not the process requires scopes.
 */
export const isScopeGiven = (): boolean => (ambient ?? offered)?.() !== undefined;
