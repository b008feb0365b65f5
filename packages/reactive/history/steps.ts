import { same } from '../model/equality';
import type { Change, Seen } from './watch';

/** What is undone at once. */
export interface Step {
  readonly changes: readonly Change[];
  /** Tells which delivery the changes were told in. */
  readonly delivery: number;
}

const isSame = (a: Pick<Change, 'of' | 'name'>, b: Pick<Change, 'of' | 'name'>): boolean =>
  a.of === b.of && a.name === b.name;

/** Changes one after the other, as one; what came back is none. */
const merged = (first: readonly Change[], then: readonly Change[]): readonly Change[] => {
  const result = [...first];
  for (const change of then) {
    const at = result.findIndex((each) => isSame(each, change));
    const known = result[at];
    if (known === undefined) result.push(change);
    else result[at] = { ...known, after: change.after };
  }
  return result.filter(({ before, after }) => !same(before, after));
};

/** What can be undone and redone, the newest last. */
export class Steps {
  readonly #limit: number;
  #done: readonly Step[] = [];
  #undone: readonly Step[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Notes what was changed; what was told in one delivery followed from one change, and is one step. */
  add({ changes }: Pick<Seen, 'changes'>, delivery: number): void {
    if (changes.length === 0) return;
    const last = this.#done.at(-1);
    const joins = last?.delivery === delivery;
    const step = { changes: joins ? merged(last.changes, changes) : changes, delivery };
    const before = joins ? this.#done.slice(0, -1) : this.#done;
    this.#done = step.changes.length === 0 ? before : [...before, step].slice(-this.#limit);
    this.#undone = [];
  }

  /** No step says anything of these properties any more. */
  forget(properties: Seen['fromOutside']): void {
    if (properties.length === 0) return;
    const without = (steps: readonly Step[]): readonly Step[] =>
      steps
        .map(({ changes, delivery }) => ({
          changes: changes.filter((change) => !properties.some((each) => isSame(each, change))),
          delivery,
        }))
        .filter(({ changes }) => changes.length > 0);
    this.#done = without(this.#done);
    this.#undone = without(this.#undone);
  }

  /** Takes the newest step over to those that can be redone. */
  undo(): Step | undefined {
    const step = this.#done.at(-1);
    if (step === undefined) return undefined;
    this.#done = this.#done.slice(0, -1);
    this.#undone = [...this.#undone, step];
    return step;
  }

  /** Takes the step that was undone last back; what follows is another step. */
  redo(): Step | undefined {
    const step = this.#undone.at(-1);
    if (step === undefined) return undefined;
    this.#undone = this.#undone.slice(0, -1);
    this.#done = [...this.#done, { ...step, delivery: -1 }];
    return step;
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
  }
}
