import { DefinitionError } from '../errors';

/** Where in the life of a model code may take part. */
export type HookName = `${'before' | 'after'}${'Set' | 'Load' | 'Publish' | 'Delete'}`;

/** A hook of a class or a plugin, as it is called: about a model, and what is done with it. */
export type Hook = (model: object, subject?: unknown) => unknown;

/** The hooks of a class, or of a plugin. */
export type Hooks = { readonly [N in HookName]?: Hook };

export const HOOK_NAMES = ['Set', 'Load', 'Publish', 'Delete'].flatMap((operation) => [
  `before${operation}`,
  `after${operation}`,
]) as readonly HookName[];

/** Whether hooks have to hear of what is set. */
export const hearSets = (hooks: readonly Hooks[]): boolean =>
  hooks.some(({ beforeSet, afterSet }) => beforeSet !== undefined || afterSet !== undefined);

/**
 * The hooks that a class declares: none, or one set of them.
 *
 * @throws DefinitionError for one that is no method.
 */
export const declaredHooks = (
  className: string,
  prototype: object,
  properties: readonly string[],
): readonly Hooks[] => {
  const declared = HOOK_NAMES.filter((name) => name in prototype && !properties.includes(name));
  const hooks = declared.map((name) => {
    const method: unknown = Reflect.get(prototype, name);
    if (typeof method !== 'function') throw new DefinitionError(`${className}: '${name}' must be a method.`);
    return [name, (model: object, subject: unknown): unknown => method.call(model, subject)] as const;
  });
  return hooks.length === 0 ? [] : [Object.fromEntries(hooks)];
};
