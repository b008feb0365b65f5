/**
 * Whether a value is an object literal (or made without a prototype): data, not an instance of a class. One of another
 * realm, a frame's or one of `node:vm`, is known by the end of its prototypes.
 */
export const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
};
