/** Whether a value is an object literal (or made without a prototype): data, not an instance of a class. */
export const isPlainObject = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
