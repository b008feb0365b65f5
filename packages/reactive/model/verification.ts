import { DefinitionError, reportError } from '../errors';
import { isDevelopment } from '../errors/development';
import { HOOK_NAMES } from './hooks';
import type { Shape } from './shape';
import { STATE } from './symbols';

interface Verifiable {
  readonly [STATE]: { readonly shape: Shape };
}

// Declared as functions: a build drops the calls of those that it finds empty.
function check(shape: Shape, instance: object): void {
  const hidden = [...shape.names, ...shape.computedIndex.keys()].find((name) =>
    Object.hasOwn(instance, name),
  );
  if (hidden !== undefined) {
    throw new DefinitionError(
      `${shape.className}: the class field '${hidden}' hides the reactive property of that name. ` +
        `Write \`declare ${hidden}: …;\` instead of \`${hidden}: …;\`.`,
    );
  }
  const hook = HOOK_NAMES.find((name) => !shape.index.has(name) && Object.hasOwn(instance, name));
  if (hook !== undefined) {
    throw new DefinitionError(`${shape.className}: '${hook}' must be a method, and not a class field.`);
  }
  shape.verified = true;
  shape.unverified = undefined;
}

/**
 * Checks, once per class, for fields that were declared without `declare`: such a field is an own property of the
 * instance, hides the accessor and would silently end reactivity. For each class it happens always or never, so
 * that development sees it; a production build does not look.
 *
 * @throws DefinitionError
 */
export function verify(model: Verifiable): void {
  if (!isDevelopment) return;
  const { shape } = model[STATE];
  if (!shape.verified) check(shape, model);
}

/**
 * Has the first instance of a class checked: a base constructor runs before the fields of the subclass exist, so
 * the check waits for the first use of a method, the second instance, or the next microtask (which can only report).
 */
export function scheduleVerification(shape: Shape, model: object): void {
  if (!isDevelopment) return;
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
}
