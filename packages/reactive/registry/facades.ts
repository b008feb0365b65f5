import { WeakList } from './weak-list';

/** A class of objects that show a record. */
export interface FacadeType {
  readonly prototype: object;
}

/** Whether an object, or each object of a prototype, is one of a class. */
export const isOne = (object: object, { prototype }: FacadeType): boolean =>
  object === prototype || Object.prototype.isPrototypeOf.call(prototype, object);

const NONE: readonly never[] = [];

/** The objects that show a record beside its first one. */
export class Facades<F extends object> extends WeakList<F> {
  /** Those that collections of other classes show: one for each class. Only these are kept alive. */
  kept: readonly F[] = NONE;

  /** The one that is kept for a class. */
  find(type: FacadeType): F | undefined {
    return this.kept.find((facade) => isOne(facade, type));
  }
}
