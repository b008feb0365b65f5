import { same } from '../../model/equality';
import type { Told } from '../content';
import {
  type Forest,
  indexOf,
  inserted,
  type Node,
  nodeOf,
  type TreeId,
  type TreePlace,
  withNode,
  without,
} from './forest';

/** The event of a node that comes, with all below it. */
export const addition = (node: Node, place: TreePlace): Told => ['added', { node, ...place }];

/** The event of a node that goes, with all below it. */
export const removal = (node: Node, place: TreePlace): Told => ['removed', { node, ...place }];

const walk = (
  siblings: Forest,
  parent: TreeId | undefined,
  visit: (node: Node, place: TreePlace) => void,
): void =>
  siblings.forEach((node, index) => {
    visit(node, { parent, index });
    walk(node.children, node.id, visit);
  });

/** Does to a forest, step by step, what makes another one of it, and tells the steps. */
class Path {
  readonly told: Told[] = [];
  #now: Forest;

  constructor(before: Forest) {
    this.#now = before;
  }

  /** Brings a node to its place. Those above it and before it are at theirs already. */
  place({ id, value }: Node, place: TreePlace): void {
    const known = indexOf(this.#now).get(id);
    if (known === undefined) {
      const node = nodeOf(id, value);
      this.#now = inserted(this.#now, node, place);
      this.told.push(addition(node, place));
      return;
    }
    const from = { parent: known.parent, index: known.index };
    if (from.parent !== place.parent || from.index !== place.index) {
      this.#now = inserted(without(this.#now, id), known.node, place);
      this.told.push(['moved', { id, from, to: place }]);
    }
    if (same(known.node.value, value)) return;
    this.#now = withNode(this.#now, id, ({ children }) => nodeOf(id, value, children));
    this.told.push(['changed', { id, value, previous: known.node.value }]);
  }

  /** Takes out what the other forest has not. Everything that it has is at its place by now. */
  leave(after: Forest): void {
    const kept = indexOf(after);
    const gone = [...indexOf(this.#now).values()].filter(
      ({ node, parent }) => !kept.has(node.id) && (parent === undefined || kept.has(parent)),
    );
    for (const { node, parent, index } of gone.toReversed()) {
      this.#now = without(this.#now, node.id);
      this.told.push(removal(node, { parent, index }));
    }
  }
}

/** What leads from one forest to another, when it is done one after the other. */
export const diffForests = (before: Forest, after: Forest): Told[] => {
  const path = new Path(before);
  walk(after, undefined, (node, place) => path.place(node, place));
  path.leave(after);
  return path.told;
};
