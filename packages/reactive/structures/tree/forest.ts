import { ValidationError } from '../../errors';
import { own } from '../../model/ownership';
import { isPlainObject } from '../../model/plain-data';

/** What identifies a node of a tree. `1` and `'1'` are two ids. */
export type TreeId = string | number;

/** A node of a tree with all below it, as data. */
export interface TreeNode<T> {
  readonly id: TreeId;
  readonly value: T;
  readonly children: readonly TreeNode<T>[];
}

/** Where a node stands: below which one, among the roots without one, and at which place. */
export interface TreePlace {
  readonly parent: TreeId | undefined;
  readonly index: number;
}

export type Node = TreeNode<unknown>;
export type Forest = readonly Node[];

/** A node, and where it stands. */
export type Placed = TreePlace & { readonly node: Node };

const wrong = (message: string): ValidationError => new ValidationError(message);

/** The nodes of each forest by id; a forest never changes. */
const indexes = new WeakMap<Forest, ReadonlyMap<TreeId, Placed>>();

const fill = (index: Map<TreeId, Placed>, siblings: Forest, parent: TreeId | undefined): void => {
  siblings.forEach((node, at) => {
    if (index.has(node.id))
      throw wrong(`A tree has one node of an id, and ${JSON.stringify(node.id)} is taken.`);
    index.set(node.id, { node, parent, index: at });
    fill(index, node.children, node.id);
  });
};

/**
 * The nodes of a forest by id, each before those below it.
 *
 * @throws ValidationError when two nodes have the same id.
 */
export const indexOf = (forest: Forest): ReadonlyMap<TreeId, Placed> => {
  const known = indexes.get(forest);
  if (known !== undefined) return known;
  const index = new Map<TreeId, Placed>();
  fill(index, forest, undefined);
  indexes.set(forest, index);
  return index;
};

/** @throws ValidationError when there is no such node */
export const placed = (forest: Forest, id: TreeId): Placed => {
  const found = indexOf(forest).get(id);
  if (found === undefined) throw wrong(`There is no node ${JSON.stringify(id)} in this tree.`);
  return found;
};

const checkId = (id: unknown): TreeId => {
  if ((typeof id === 'string' && id !== '') || (typeof id === 'number' && Number.isFinite(id))) return id;
  throw wrong('The id of a node must be a text that is not empty, or a number.');
};

/** A node as a tree holds it: its value taken in, and frozen. */
export const nodeOf = (id: TreeId, value: unknown, children: Forest = []): Node =>
  // Plain data of this form stay of this form when they are taken in.
  own({ id: checkId(id), value, children }) as Node;

/**
 * The forest that data stand for.
 *
 * @throws ValidationError for what is none.
 */
export const readForest = (data: Iterable<unknown>): Forest => {
  const forest = [...data].map((node): Node => {
    if (typeof node !== 'object' || node === null || !isPlainObject(node) || !('id' in node)) {
      throw wrong('A tree is made of nodes: { id, value, children }.');
    }
    const { id, value, children = [] } = node as { id: TreeId; value?: unknown; children?: unknown };
    if (!Array.isArray(children)) throw wrong('The children of a node must be a list of nodes.');
    return nodeOf(id, value, readForest(children));
  });
  const owned = own(forest) as Forest;
  indexOf(owned);
  return owned;
};

/** A forest with another list of nodes below a node, or of roots; what is not above that is shared. */
const withChildren = (
  forest: Forest,
  parent: TreeId | undefined,
  change: (children: Forest) => Forest,
): Forest =>
  parent === undefined
    ? (own(change(forest)) as Forest)
    : withNode(forest, parent, ({ id, value, children }) => nodeOf(id, value, change(children)));

/** A forest with a node changed. */
export const withNode = (forest: Forest, id: TreeId, change: (node: Node) => Node): Forest => {
  const { node, parent, index } = placed(forest, id);
  return withChildren(forest, parent, (siblings) => siblings.with(index, change(node)));
};

export const without = (forest: Forest, id: TreeId): Forest => {
  const { parent, index } = placed(forest, id);
  return withChildren(forest, parent, (siblings) => siblings.toSpliced(index, 1));
};

export const inserted = (forest: Forest, node: Node, { parent, index }: TreePlace): Forest =>
  withChildren(forest, parent, (siblings) => siblings.toSpliced(index, 0, node));

/** The ids from the root down to a node, itself included. */
export const pathTo = (forest: Forest, id: TreeId): TreeId[] => {
  const { parent } = placed(forest, id);
  return parent === undefined ? [id] : [...pathTo(forest, parent), id];
};
