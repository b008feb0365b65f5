import { DefinitionError } from '../errors';
import { defineAccessors, isModelAccessor } from './accessors';
import type { ResolvedComputed } from './computed';
import {
  type Declarations,
  declaresSame,
  type ModelClass,
  type NestedDefinition,
  readDeclarations,
} from './declarations';
import { declaredHooks, type Hooks, hearSets } from './hooks';
import { declaredSpecs } from './probe';
import { UNEDITED } from './symbols';
import type { DirectRules, ModelSchema } from './types';

/** What all instances of a class have in common, resolved when the first one is made. */
export interface Shape extends Pick<Declarations, 'names'> {
  readonly computed: readonly ResolvedComputed[];
  readonly className: string;
  /** Whether it belongs to a hidden variant of a base class rather than to a class of its own. */
  readonly isVariant: boolean;
  /** Carries the accessors; the class' own prototype, or that of a hidden subclass of a base class. */
  readonly prototype: object;
  readonly declarations: Declarations;
  /** What the class' constructor hands on when it is given no data; empty where that cannot be known. */
  readonly declared: Readonly<Record<string, unknown>>;
  /** The values of an instance of which nothing is known. */
  readonly blank: readonly undefined[];
  /** The confirmed values of an instance without edits. */
  readonly unedited: readonly unknown[];
  /** The event of each property. */
  readonly events: readonly string[];
  /** A property's index in the instances' values. */
  readonly index: ReadonlyMap<string, number>;
  readonly computedIndex: ReadonlyMap<string, number>;
  readonly nested: ReadonlyMap<number, NestedDefinition>;
  /** `undefined` until first asked for, `null` where the class has none. */
  schema: ModelSchema | null | undefined;
  /** How each property is written, resolved with the schema. */
  rules: DirectRules | undefined;
  /** The hooks that the class declares: none, or one set of them. */
  readonly hooks: readonly Hooks[];
  /** Of how many reasons writes may not go the direct way: hooks, plugins and listeners that hear of sets. */
  detours: number;
  /** Whether an instance was checked for class fields that hide its accessors, and the one to check until then. */
  verified: boolean;
  unverified: object | undefined;
}

/** Begins or ceases to lead all writes to instances of a class the long way, on which they are asked and told about. */
export const detour = (shape: Shape, by: 1 | -1): void => {
  shape.detours += by;
  shape.rules = undefined;
};

type Declared = Declarations & Pick<Shape, 'declared'>;

interface ShapeSpecs {
  readonly properties?: unknown;
  readonly computed?: unknown;
}

/** Where a prototype keeps its shape: found faster than in a map, and every instance made asks for it. */
const SHAPE: unique symbol = Symbol('reactive.shape');

type Shaped = { readonly [SHAPE]?: Shape };

/** Base classes take any property list; each list gets a hidden prototype of its own. */
const variants = new WeakMap<ModelClass, Map<string, Shape>>();

/** Declares that a class has no shape of its own: `new ReactiveModel({ properties })` may be given any list. */
export const declareBaseClass = (type: ModelClass): void => {
  variants.set(type, new Map());
};

const refuseCollisions = (className: string, prototype: object, names: Iterable<string>): void => {
  for (const name of names) {
    for (let level: object | null = prototype; level !== null; level = Object.getPrototypeOf(level)) {
      const descriptor = Object.getOwnPropertyDescriptor(level, name);
      if (descriptor === undefined || isModelAccessor(descriptor)) continue;
      throw new DefinitionError(
        `${className}: the property '${name}' collides with the class member of that name. Rename one of them.`,
      );
    }
  }
};

const createShape = (
  className: string,
  prototype: object,
  { declared, ...declarations }: Declared,
): Shape => {
  const { names, computed } = declarations;
  const hooks = declaredHooks(className, prototype, names);
  const index = new Map(names.map((name, position) => [name, position]));
  const computedIndex = new Map(computed.map(({ name }, position) => [name, position]));
  refuseCollisions(className, prototype, [...names, ...computedIndex.keys()]);
  defineAccessors(prototype, names, computedIndex);
  const nested = new Map<number, NestedDefinition>();
  for (const definition of declarations.nested) nested.set(names.indexOf(definition.name), definition);
  return {
    className,
    prototype,
    declarations,
    declared,
    names,
    computed: computed.map((definition) => ({
      ...definition,
      sources:
        definition.dependencies?.map((name) => {
          const other = computedIndex.get(name);
          // Declared dependencies are properties, or computed.
          return other === undefined ? (index.get(name) as number) : ~other;
        }) ?? null,
    })),
    index,
    computedIndex,
    nested,
    blank: names.map(() => undefined),
    unedited: names.map(() => UNEDITED),
    events: names.map((name) => `${name}.changed`),
    isVariant: !Object.hasOwn(prototype, 'constructor'),
    schema: undefined,
    rules: undefined,
    hooks,
    detours: hearSets(hooks) ? 1 : 0,
    verified: false,
    unverified: undefined,
  };
};

const variantOf = (type: ModelClass, known: Map<string, Shape>, specs: ShapeSpecs): Shape => {
  const declarations = readDeclarations(type.name, specs.properties, specs.computed);
  const shared = declarations.computed.length === 0 && declarations.nested.length === 0;
  const key = declarations.names.join('\0');
  const existing = shared ? known.get(key) : undefined;
  if (existing !== undefined) return existing;
  const shape = createShape(type.name, Object.create(type.prototype), { ...declarations, declared: {} });
  if (shared) known.set(key, shape);
  return shape;
};

const schemaNames = (prototype: object): string[] | undefined => {
  const schema: unknown = Reflect.get(prototype, 'schema') ?? Reflect.get(prototype.constructor, 'schema');
  return typeof schema === 'object' && schema !== null && 'shape' in schema
    ? Object.keys(schema.shape as object)
    : undefined;
};

/** What the class declares itself counts, then what its first instance was given, then the fields of its schema. */
const declaredShape = (type: ModelClass, specs: ShapeSpecs): Shape => {
  const className = type.name || 'Model';
  const declared: Record<string, unknown> = { ...declaredSpecs(type) };
  const properties = declared['properties'] ?? specs.properties ?? schemaNames(type.prototype);
  const computed = declared['computed'] ?? specs.computed;
  return createShape(className, type.prototype, {
    ...readDeclarations(className, properties, computed),
    declared,
  });
};

/** How many names are tried before one is looked up. */
const AHEAD = 4;

/**
 * A property's index; -1 for what is none. Keys mostly come in the order of the declaration, so what stands at `next`
 * and soon after it is tried first: far cheaper than looking each up.
 */
export const placeOf = ({ names, index }: Shape, key: string, next: number): number => {
  for (let at = next; at < next + AHEAD; at++) if (names[at] === key) return at;
  return index.get(key) ?? -1;
};

const refuseOtherShape = (shape: Shape): never => {
  throw new DefinitionError(
    `${shape.className}: a class has one list of properties (${shape.names.join(', ')}), and another was given. ` +
      'Do not pass `properties` from outside; declare a class for each shape.',
  );
};

/**
 * The shape of a class, made at its first instance. Later instances must declare the same properties, so that
 * data can't smuggle in a list of its own.
 *
 * @throws DefinitionError
 */
export const shapeOf = (type: ModelClass, specs: ShapeSpecs): Shape => {
  const shape = (type.prototype as Shaped)[SHAPE];
  // A subclass inherits the prototype of its base, but not its shape.
  if (shape !== undefined && shape.prototype === type.prototype)
    return declaresSame(shape.declarations, specs.properties) ? shape : refuseOtherShape(shape);
  const known = variants.get(type);
  if (known !== undefined) return variantOf(type, known, specs);
  const created = declaredShape(type, specs);
  Object.defineProperty(type.prototype, SHAPE, { value: created });
  return declaresSame(created.declarations, specs.properties) ? created : refuseOtherShape(created);
};
