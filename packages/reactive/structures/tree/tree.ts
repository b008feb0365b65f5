import { ValidationError } from '../../errors';
import { same } from '../../model/equality';
import type { Rule } from '../../model/types';
import { CONTENT, type Form, parseWhole, Structure } from '../structure';
import {
  type Forest,
  indexOf,
  inserted,
  type Node,
  nodeOf,
  pathTo,
  placed,
  readForest,
  type TreeId,
  type TreeNode,
  type TreePlace,
  withNode,
  without,
} from './forest';
import { addition, diffForests, removal } from './tree-diff';

/** The events of a tree; one after the other they lead from the nodes before to those after. */
export interface TreeEvents<T> {
  readonly added: TreePlace & { readonly node: TreeNode<T> };
  readonly removed: TreePlace & { readonly node: TreeNode<T> };
  readonly moved: { readonly id: TreeId; readonly from: TreePlace; readonly to: TreePlace };
  readonly changed: { readonly id: TreeId; readonly value: T; readonly previous: T };
}

/** Where to put a node: below `parent`, else among the roots; at `index`, else at the end. */
export interface TreeTarget {
  readonly parent?: TreeId | undefined;
  readonly index?: number | undefined;
}

/** @throws ValidationError for what is no place: a wrong call is not to put a node among the roots. */
const targetOf = (target: TreeTarget): TreeTarget => {
  const isObject = typeof target === 'object' && target !== null;
  if (isObject && Object.keys(target).every((name) => name === 'parent' || name === 'index')) return target;
  throw new ValidationError('The place of a node is { parent, index }, or a part of that.');
};

/** The schema of a tree is that of the value of a node. */
const parseNodes = (rule: Rule, forest: Forest): ReturnType<Form<Forest, Forest>['parse']> => {
  const errors: [string, string[]][] = [];
  const parse = ({ id, value, children }: Node): Node => {
    const outcome = parseWhole(rule, value);
    if ('value' in outcome) return nodeOf(id, outcome.value, children.map(parse));
    for (const [path, messages] of Object.entries(outcome.errors)) {
      errors.push([path === '' ? String(id) : `${id}.${path}`, messages]);
    }
    return nodeOf(id, value, children.map(parse));
  };
  const value = readForest(forest.map(parse));
  return errors.length > 0 ? { errors: Object.fromEntries(errors) } : { value };
};

const form: Form<Forest, Forest> = {
  empty: readForest([]),
  same,
  diff: diffForests,
  read: readForest,
  toData: (value) => value,
  parse: parseNodes,
};

/**
 * A tree that is observed: nodes by id, each with a value, in order below one another; an event for each node,
 * transactions, and what is saved apart from what is not.
 *
 * @example
 * const menu = new ReactiveTree<string>();
 * menu.add('file', 'File').add('open', 'Open…', { parent: 'file' });
 * menu.on('moved', ({ id, to }) => console.log(id, to.parent, to.index));
 * menu.move('open', {});
 */
export class ReactiveTree<T> extends Structure<Forest, readonly TreeNode<T>[], TreeEvents<T>> {
  /** @throws ValidationError for what are no nodes, or two of one id. */
  constructor(nodes?: Iterable<TreeNode<T>>) {
    // A list of nodes is all that the form knows of.
    super(form as Form<Forest, readonly TreeNode<T>[]>, nodes);
  }

  /** How many nodes there are. */
  get size(): number {
    return indexOf(this.#forest).size;
  }

  /** The nodes that are below no other. */
  get roots(): readonly TreeNode<T>[] {
    return this.#forest;
  }

  /** What is saved. */
  get initialValues(): readonly TreeNode<T>[] {
    return this[CONTENT].saved as readonly TreeNode<T>[];
  }

  has(id: TreeId): boolean {
    return indexOf(this.#forest).has(id);
  }

  /** The value of a node. */
  get(id: TreeId): T | undefined {
    return this.node(id)?.value;
  }

  /** A node with all below it, as data. */
  node(id: TreeId): TreeNode<T> | undefined {
    return indexOf(this.#forest).get(id)?.node as TreeNode<T> | undefined;
  }

  /** The ids from the root down to a node, itself included; of what is not there, none. */
  path(id: TreeId): readonly TreeId[] {
    return this.has(id) ? pathTo(this.#forest, id) : [];
  }

  /** Where a node stands. */
  placeOf(id: TreeId): TreePlace | undefined {
    const found = indexOf(this.#forest).get(id);
    return found === undefined ? undefined : { parent: found.parent, index: found.index };
  }

  /** All nodes, each before those below it. */
  *[Symbol.iterator](): IterableIterator<TreeNode<T>> {
    for (const { node } of indexOf(this.#forest).values()) yield node as TreeNode<T>;
  }

  /** @throws ValidationError when the id is taken, or there is no such parent or place. */
  add(id: TreeId, value: T, target: TreeTarget = {}): this {
    if (this.has(id)) throw new ValidationError(`There is a node ${JSON.stringify(id)} already.`);
    const place = this.#place(this.#forest, targetOf(target));
    const node = nodeOf(id, value);
    this.write(inserted(this.#forest, node, place), [addition(node, place)]);
    return this;
  }

  /** @throws ValidationError when there is no such node. */
  set(id: TreeId, value: T): this {
    const { node } = placed(this.#forest, id);
    const changed = nodeOf(id, value, node.children);
    const told = { id, value: changed.value, previous: node.value };
    this.write(
      withNode(this.#forest, id, () => changed),
      [['changed', told]],
    );
    return this;
  }

  /**
   * Puts a node, with all below it, to another place; the index is that in the list without it.
   *
   * @throws ValidationError when there is no such node, parent or place, or the place is below the node itself.
   */
  move(id: TreeId, target: TreeTarget): this {
    const { node, parent, index } = placed(this.#forest, id);
    const { parent: above } = targetOf(target);
    if (above !== undefined && this.path(above).includes(id)) {
      throw new ValidationError(`The node ${JSON.stringify(id)} cannot be below itself.`);
    }
    const rest = without(this.#forest, id);
    const to = this.#place(rest, target);
    this.write(inserted(rest, node, to), [['moved', { id, from: { parent, index }, to }]]);
    return this;
  }

  /** Takes a node out, with all below it. Answers whether it was there. */
  delete(id: TreeId): boolean {
    const found = indexOf(this.#forest).get(id);
    if (found === undefined) return false;
    const { node, parent, index } = found;
    this.write(without(this.#forest, id), [removal(node, { parent, index })]);
    return true;
  }

  clear(): void {
    this.write(form.empty);
  }

  get #forest(): readonly TreeNode<T>[] {
    return this[CONTENT].value as readonly TreeNode<T>[];
  }

  #place(forest: Forest, { parent, index }: TreeTarget): TreePlace {
    const siblings = parent === undefined ? forest : placed(forest, parent).node.children;
    const at = index ?? siblings.length;
    if (Number.isInteger(at) && at >= 0 && at <= siblings.length) return { parent, index: at };
    throw new ValidationError(
      `${this.constructor.name}: there is no place ${at}; those below this parent are 0 to ${siblings.length}.`,
    );
  }
}
