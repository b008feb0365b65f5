import type { ModelClass } from './declarations';

/** Carries what a class hands to its base constructor; thrown before anything else of an instance exists. */
class Probe extends Error {
  constructor(readonly specs: object) {
    super();
  }
}

let probed: ModelClass | undefined;

/** Called by the base constructor: ends the construction of an instance that is only asked for its declarations. */
export const answerProbe = (type: ModelClass, specs: object): void => {
  if (probed === type) throw new Probe(specs);
};

/**
 * What a class declares of its own accord: the specs that its constructor hands on when it is given no data. The
 * instance is given up in its base constructor, so nothing of the class runs but the expressions before that.
 *
 * Without this the first instance would define the class, and data that were spread into it could choose its
 * properties. `undefined` for a constructor that cannot do without arguments.
 */
export const declaredSpecs = (type: ModelClass): object | undefined => {
  const outer = probed;
  probed = type;
  try {
    Reflect.construct(type as new () => object, []);
  } catch (thrown) {
    if (thrown instanceof Probe) return thrown.specs;
  } finally {
    probed = outer;
  }
  return undefined;
};
