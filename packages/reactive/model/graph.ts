import { createReactiveSystem } from 'alien-signals/system';

/** What leads from a node to one that depends on it. */
export interface Link {
  readonly nextDep: Link | undefined;
}

/** The links between nodes. */
interface Graph<N> {
  readonly link: (dependency: N, subscriber: N, version: number) => void;
  /** Answers the next link of the subscriber. */
  readonly unlink: (link: Link, subscriber: N) => Link | undefined;
  readonly propagate: (link: Link, isInner: boolean) => void;
  readonly shallowPropagate: (link: Link) => void;
  readonly checkDirty: (link: Link, subscriber: N) => boolean;
}

interface GraphHooks<N, E extends N> {
  update(node: N): boolean;
  unwatched(node: N): void;
  notify(effect: E): void;
}

// Its own types leave no room for properties that are there and undefined, and know no nodes but plain ones.
export const createGraph = createReactiveSystem as unknown as <N, E extends N>(
  hooks: GraphHooks<N, E>,
) => Graph<N>;
