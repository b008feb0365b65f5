import { DefinitionError, ScopeError } from '../errors';
import { HOOK_NAMES, type Hook, type HookName, type Hooks } from '../model/hooks';
import { isPlainObject } from '../model/plain-data';
import { currentScope, Scope } from '../registry';
import type { Plugged } from '../registry/plugged';
import type { ItemClass, Plugin } from './types';

/** Options of {@link usePlugin}. */
export interface PluginOptions {
  /** The scope whose items it is for; the current one unless told. */
  readonly scope?: Scope;
}

type Given = Readonly<Record<string, unknown>>;

const refuse = (problem: string): never => {
  throw new DefinitionError(`usePlugin: ${problem}`);
};

const refuseUnknown = (given: object, known: readonly string[], what: string): void => {
  const unknown = Reflect.ownKeys(given).find((key) => !known.includes(String(key)));
  if (unknown !== undefined)
    refuse(`there is no ${what} '${String(unknown)}'. There are: ${known.join(', ')}.`);
};

/** A list that is not empty, each part of which is as it should be. */
const listOf = <V>(
  given: Given,
  key: string,
  { is, what }: { readonly is: (part: unknown) => part is V; readonly what: string },
): readonly V[] | undefined => {
  const list = given[key];
  if (list === undefined) return undefined;
  if (Array.isArray(list) && list.length > 0 && list.every(is)) return [...list];
  return refuse(`'${key}' must be a list of ${what}, and not an empty one.`);
};

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isItemClass = (value: unknown): value is ItemClass =>
  typeof value === 'function' &&
  typeof value.prototype === 'object' &&
  'publish' in (value.prototype as object);

const hooksIn = (plugin: Given): [HookName, Hook][] =>
  HOOK_NAMES.filter((name) => plugin[name] !== undefined).map((name) => {
    const hook = plugin[name];
    if (typeof hook !== 'function') return refuse(`'${name}' must be a function.`);
    return [name, (item, subject): unknown => Reflect.apply(hook, plugin, [item, subject])];
  });

/** Refuses what the hooks of an ended scope would have been asked about. */
const closing = (hooks: readonly [HookName, Hook][], name: string): Hooks => {
  const close = (): never => {
    throw new ScopeError(
      `The scope of this item was disposed, and its plugin '${name}' with it. Work with items in a scope that is open.`,
    );
  };
  return Object.fromEntries(hooks.map(([hook]) => [hook.replace('after', 'before'), close]));
};

const OPTIONS = ['name', 'order', 'entities', 'items'];

const read = (plugin: unknown): Plugged => {
  if (typeof plugin !== 'object' || plugin === null || !isPlainObject(plugin))
    return refuse('a plugin is a plain object with a name and hooks.');
  const given = { ...plugin } as Given;
  refuseUnknown(given, [...OPTIONS, ...HOOK_NAMES], 'option or hook');
  const { name, order = 0 } = given;
  if (!isName(name)) return refuse('a plugin needs a name.');
  if (typeof order !== 'number' || !Number.isFinite(order))
    return refuse(`the order of '${name}' must be a number.`);
  const entities = listOf(given, 'entities', { is: isName, what: 'entity names' });
  const items = listOf(given, 'items', { is: isItemClass, what: 'item classes' });
  const hooks = hooksIn(given);
  if (hooks.length === 0) refuse(`'${name}' has no hook. There are: ${HOOK_NAMES.join(', ')}.`);
  const place = {
    name,
    order,
    entities,
    concerns: (item: object) => items === undefined || items.some((type) => item instanceof type),
  };
  const closed = { ...place, ...closing(hooks, name), closed: undefined };
  return { ...place, ...Object.fromEntries(hooks), closed };
};

/**
 * Installs a plugin: hooks for the items of a scope, beside those of their classes. What it throws, or answers that is
 * no answer, stops the operation with the state unchanged. It takes part in the operations that begin from now on.
 *
 * @returns a function that removes it
 * @throws DefinitionError for what is no plugin, and for a name that the scope has already.
 * @throws ScopeError for a scope that was disposed.
 * @example
 * const remove = usePlugin({
 *   name: 'audit',
 *   items: [User],
 *   afterPublish: (user, row) => trail.add(user.id, row),
 * });
 */
export function usePlugin<C extends ItemClass>(plugin: Plugin<C>, options: PluginOptions = {}): () => void {
  const installed = read(plugin);
  const { name } = installed;
  refuseUnknown(options, ['scope'], 'option');
  const { scope = currentScope() } = options;
  if (!(scope instanceof Scope)) return refuse("'scope' must be a Scope.");
  if (scope.disposed) throw new ScopeError(`usePlugin: the scope for '${name}' was disposed.`);
  if (scope.plugged.some((other) => other.name === name)) refuse(`the scope has a plugin '${name}' already.`);
  scope.plug([...scope.plugged, installed].sort((a, b) => a.order - b.order));
  return () => scope.plug(scope.plugged.filter((other) => other !== installed));
}
