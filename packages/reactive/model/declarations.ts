import { DefinitionError } from '../errors';
import { isDevelopment } from '../errors/development';

/** A class of models. */
export type ModelClass = abstract new (...args: never[]) => object;

/** How a computed property gets its value; see `ComputedProperty` for the public, typed form. */
export interface ComputedDefinition {
  readonly name: string;
  /** `null`: whatever is read while computing. */
  readonly dependencies: readonly string[] | null;
  readonly compute: (self: never) => unknown;
}

/** A property that holds a model or a collection; see `NestedProperty` for the public, typed form. */
export interface NestedDefinition {
  readonly name: string;
  readonly type: new (specs: never) => unknown;
  readonly properties: readonly unknown[] | undefined;
}

/** What a class declares in the `properties` and `computed` of its constructor. */
export interface Declarations {
  readonly names: readonly string[];
  readonly nested: readonly NestedDefinition[];
  readonly computed: readonly ComputedDefinition[];
}

const RESERVED = new Set(['__proto__', 'constructor', 'prototype', 'then', 'properties', 'computed']);

const checkName = (className: string, name: unknown): string => {
  if (typeof name !== 'string' || name === '') {
    throw new DefinitionError(
      `${className}: a property name must be a non-empty string, not ${String(name)}.`,
    );
  }
  if (RESERVED.has(name)) {
    throw new DefinitionError(`${className}: '${name}' cannot be a property name. Choose another one.`);
  }
  return name;
};

const refuseDuplicates = (className: string, names: readonly string[]): void => {
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate !== undefined)
    throw new DefinitionError(`${className}: '${duplicate}' is declared twice. Leave one of the two out.`);
};

const readNested = (className: string, entry: object): NestedDefinition => {
  const { name, value, properties } = entry as { name?: unknown; value?: unknown; properties?: unknown };
  if (typeof value !== 'function') {
    throw new DefinitionError(
      `${className}: the property '${String(name)}' needs 'value', the class that it holds: { name, value: Profile }.`,
    );
  }
  return {
    name: checkName(className, name),
    // That it is a class of models or collections shows when it is constructed.
    type: value as NestedDefinition['type'],
    properties: Array.isArray(properties) ? properties : undefined,
  };
};

const readComputed = (className: string, entry: unknown, names: ReadonlySet<string>): ComputedDefinition => {
  const { name, dependencies, compute } = (entry ?? {}) as {
    name?: unknown;
    dependencies?: unknown;
    compute?: unknown;
  };
  const checked = checkName(className, name);
  if (typeof compute !== 'function') {
    throw new DefinitionError(`${className}: the computed property '${checked}' needs a 'compute' function.`);
  }
  const declared = Array.isArray(dependencies)
    ? dependencies.map((each) => checkName(className, each))
    : null;
  const unknown = declared?.find((dependency) => !names.has(dependency));
  if (unknown !== undefined) {
    throw new DefinitionError(
      `${className}: '${checked}' depends on '${unknown}', which is not a property. Properties are: ${[...names].join(', ')}.`,
    );
  }
  return { name: checked, dependencies: declared, compute: compute as ComputedDefinition['compute'] };
};

/** Properties that are computed from each other in a ring have no value. */
const refuseRings = (className: string, definitions: readonly ComputedDefinition[]): void => {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) {
      const ring = [...path.slice(path.indexOf(name)), name].join(' → ');
      throw new DefinitionError(
        `${className}: computed properties depend on each other in a ring: ${ring}. Compute one of them from something else.`,
      );
    }
    for (const dependency of byName.get(name)?.dependencies ?? []) visit(dependency, [...path, name]);
  };
  for (const { name } of definitions) visit(name, []);
};

const listOf = (className: string, key: string, value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value))
    throw new DefinitionError(`${className}: '${key}' must be an array, and not a ${typeof value}.`);
  return value;
};

/**
 * Reads and checks what a class declares.
 *
 * @throws DefinitionError for names that are missing, reserved, repeated or unknown.
 */
export const readDeclarations = (className: string, properties: unknown, computed: unknown): Declarations => {
  const entries = listOf(className, 'properties', properties);
  const nested: NestedDefinition[] = [];
  const names = entries.map((entry) => {
    if (typeof entry !== 'object' || entry === null) return checkName(className, entry);
    const definition = readNested(className, entry);
    nested.push(definition);
    return definition.name;
  });
  const computedEntries = listOf(className, 'computed', computed);
  const all = new Set([
    ...names,
    ...computedEntries.map((entry) => String((entry as { name?: unknown })?.name)),
  ]);
  const definitions = computedEntries.map((entry) => readComputed(className, entry, all));
  // Always or never so, whatever data there are; in production a ring shows when it is read.
  if (isDevelopment) {
    refuseDuplicates(className, names);
    refuseDuplicates(
      className,
      definitions.map(({ name }) => name),
    );
    refuseRings(className, definitions);
  }
  return { names, nested, computed: definitions };
};

/** Whether a constructor's `properties` list is the one that the class was declared with. Runs for every instance. */
export const declaresSame = (declarations: Declarations, properties: unknown): boolean => {
  const { names } = declarations;
  if (!Array.isArray(properties) || properties.length !== names.length) return properties === undefined;
  for (let index = 0; index < names.length; index++) {
    const entry: unknown = properties[index];
    if (entry === names[index]) continue;
    const named = typeof entry === 'object' && entry !== null && 'name' in entry;
    if (!named || entry.name !== names[index]) return false;
  }
  return true;
};
