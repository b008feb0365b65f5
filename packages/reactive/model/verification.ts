import { DefinitionError, reportError } from '../errors';
import type { Shape } from './shape';
import { STATE } from './symbols';

interface Verifiable {
  readonly [STATE]: { readonly shape: Shape };
}

const check = (shape: Shape, instance: object): void => {
  const hidden = [...shape.names, ...shape.computedIndex.keys()].find((name) =>
    Object.hasOwn(instance, name),
  );
  if (hidden !== undefined) {
    throw new DefinitionError(
      `${shape.className}: the class field '${hidden}' hides the reactive property of that name. ` +
        `Write \`declare ${hidden}: …;\` instead of \`${hidden}: …;\`.`,
    );
  }
  shape.verified = true;
  shape.unverified = undefined;
};

/**
 * Checks, once per class, for fields that were declared without `declare`: such a field is an own property of the
 * instance, hides the accessor and would silently end reactivity.
 *
 * @throws DefinitionError
 */
export const verify = (model: Verifiable): void => {
  const { shape } = model[STATE];
  if (!shape.verified) check(shape, model);
};

/**
 * Has the first instance of a class checked: a base constructor runs before the fields of the subclass exist, so
 * the check waits for the first use of a method, the second instance, or the next microtask (which can only report).
 */
export const scheduleVerification = (shape: Shape, model: object): void => {
  if (shape.unverified !== undefined) {
    check(shape, shape.unverified);
    return;
  }
  shape.unverified = model;
  queueMicrotask(() => {
    if (shape.unverified === undefined) return;
    try {
      check(shape, shape.unverified);
    } catch (error) {
      reportError(error);
    }
  });
};
