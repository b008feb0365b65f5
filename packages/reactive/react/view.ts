import { Emitter } from '../model';
import { getOrMake } from './get-or-make';

/** Finds the model behind a view: in the view itself, since a map of all would grow with those that are gone. */
const MODEL: unique symbol = Symbol('model');

/** Whoever a view belongs to. */
interface Reader {
  /** Views of the items of collections. They outlive the collection's own view, so lists of memoised rows stay cheap. */
  readonly items: WeakMap<object, object>;
  /** Runs `read`; during a render, what it reads is remembered. */
  read<R>(read: () => R): R;
}

type Callable = (...args: unknown[]) => unknown;

/** Whether a function is called on its holder. What a getter answers is a value, a property's too, and so is a class. */
const isMethod = (holder: object | null, key: PropertyKey, value: object): boolean => {
  if (holder === null) return false;
  const found = Reflect.getOwnPropertyDescriptor(holder, key);
  return found === undefined
    ? isMethod(Reflect.getPrototypeOf(holder), key, value)
    : found.value === value && Reflect.getOwnPropertyDescriptor(value, 'prototype')?.writable !== false;
};

const isObservable = (value: unknown): value is object => value instanceof Emitter;

/**
 * The model that a view shows; anything else is returned as it is. Unlike the view it stays the same, so effects that
 * act on the model depend on it.
 *
 * @example
 * const model = modelOf(useUser(id));
 * useEffect(() => model.on('delete', goBack), [model]);
 */
export const modelOf = <V>(value: V): V => {
  // A view has the type of the model that it shows.
  return isObservable(value) ? ((Reflect.get(value, MODEL) ?? value) as V) : value;
};

/** Everything works on the model itself; what is read through the view during a render is remembered. */
class ViewHandler implements ProxyHandler<object> {
  readonly #reader: Reader;
  /** Lists, bound methods and nested models, by what they stand for. */
  #shown: WeakMap<object, object> | undefined;
  readonly #isList: boolean;

  constructor(model: object, reader: Reader) {
    this.#reader = reader;
    this.#isList = Symbol.iterator in model;
  }

  /** Made when it is needed: a row shows mere values. */
  get #known(): WeakMap<object, object> {
    this.#shown ??= new WeakMap();
    return this.#shown;
  }

  get(model: object, key: PropertyKey): unknown {
    if (key === MODEL) return model;
    const value: unknown = this.#reader.read(() => Reflect.get(model, key));
    if (typeof value !== 'function' || !isMethod(model, key, value)) return this.#show(value);
    // Checked above; the arguments are the caller's business.
    return getOrMake<object, object>(this.#known, value, () => this.#bind(model, value as Callable));
  }

  set(model: object, key: PropertyKey, value: unknown): boolean {
    return Reflect.set(model, key, modelOf(value));
  }

  #bind(model: object, method: Callable): Callable {
    return (...args) => this.#show(this.#reader.read(() => Reflect.apply(method, model, args.map(modelOf))));
  }

  /** What is read on the way from one step to the next is remembered as well. */
  *#walk(iterator: Iterator<unknown>): Generator<unknown, unknown> {
    try {
      for (;;) {
        const { done, value } = this.#reader.read(() => iterator.next());
        if (done === true) return value;
        yield this.#show(value);
      }
    } finally {
      iterator.return?.();
    }
  }

  #show(value: unknown): unknown {
    if (isObservable(value)) {
      if (modelOf(value) !== value) return value;
      const views = this.#isList ? this.#reader.items : this.#known;
      return getOrMake<object, object>(views, value, () => createView(value, this.#reader));
    }
    // A generator, or its like.
    const lazy = value as Partial<Iterator<unknown>> | null | undefined;
    if (typeof lazy?.next === 'function') return this.#walk(lazy as Iterator<unknown>);
    return Array.isArray(value) && isObservable(value[0])
      ? getOrMake<object, object>(this.#known, value, () => value.map((each) => this.#show(each)))
      : value;
  }
}

/** A view of a model: it looks and acts like the model, and its reader learns what is read through it. */
export const createView = <M extends object>(model: M, reader: Reader): M => {
  const handler: ProxyHandler<M> = new ViewHandler(model, reader);
  return new Proxy(model, handler);
};
