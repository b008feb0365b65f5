import { enqueue, type Notifier } from './batch';
import { Changes } from './changes';
import { same } from './equality';
import type { Listeners } from './listeners';
import { bubble, type Container } from './nesting';
import type { Shape } from './shape';

/** What is told of: the state of a model. */
interface Sender extends Container {
  readonly shape: Shape;
  readonly values: readonly unknown[];
  readonly flags: number;
  readonly listeners: Listeners | null;
  readonly tellsMeta: boolean;
  editedIndexes(): number[];
  /** A computed value, without depending on it. */
  peek(index: number): unknown;
}

/** How the facts about a model's life end that has no edits: see `#facts`. */
const SAVED = ':';

/** What a model has to tell, from the first change on until the batch ends. Made when there is something. */
export class Outbox implements Notifier {
  readonly #sender: Sender;
  #changes: Changes | null = null;
  #delivery: Changes | null = null;
  #spare: Changes | null = null;
  /** The facts about the model's life, as they were told last. */
  #told = '';

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** Where to note what changes; the model will tell of it. */
  get changes(): Changes {
    return this.#changes ?? this.queue();
  }

  /** Has the model look, when the batch ends, whether there is something to tell. */
  queue(): Changes {
    if (this.#changes === null) {
      this.#changes = this.#spare ?? new Changes();
      this.#spare = null;
      enqueue(this);
    }
    return this.#changes;
  }

  /** From now on the facts about the model's life are told where they are others than now. */
  watchFacts(): void {
    if (this.#changes === null) this.#told = this.#facts();
  }

  prepare(): void {
    const changes = this.#changes;
    if (changes === null || !this.#sender.tellsMeta) return;
    const before = this.#told;
    this.#told = this.#facts();
    changes.meta = before !== this.#told;
    // What changed in the models that this one holds has bubbled up from where it changed.
    const { shape, values } = this.#sender;
    const written = changes.news(values).map((index) => shape.names[index] as string);
    if (written.length > 0) bubble(this.#sender, 'values', written);
    else if (this.#computedNews(changes).length > 0) bubble(this.#sender, 'values');
    if (before.endsWith(SAVED) !== this.#told.endsWith(SAVED)) bubble(this.#sender, 'facts');
  }

  settle(): void {
    this.#changes?.settle(this.#sender.values);
    this.#delivery = this.#changes;
    this.#changes = null;
  }

  deliver(): void {
    const { listeners } = this.#sender;
    const delivery = this.#delivery;
    this.#delivery = null;
    if (delivery === null) return;
    if (listeners !== null) {
      const told = this.#tell(delivery, listeners);
      if (delivery.meta) listeners.fire('meta:changed', undefined);
      if (told) listeners.fire('change', undefined);
    }
    delivery.clear();
    this.#spare = delivery;
  }

  #facts(): string {
    return `${this.#sender.flags}${SAVED}${this.#sender.editedIndexes().join()}`;
  }

  #computedNews({ computed }: Changes): [index: number, previous: unknown][] {
    return [...(computed ?? [])].filter(([index, before]) => !same(this.#sender.peek(index), before));
  }

  /** Fires what is to be told of the properties. Answers whether there was anything. */
  #tell(delivery: Changes, listeners: Listeners): boolean {
    const { events } = this.#sender.shape;
    const { count, indexes, previous, values } = delivery;
    let told = false;
    for (let at = 0; at < count; at++) {
      if (!delivery.differs(at)) continue;
      told = true;
      if (!listeners.hearsProperties) break;
      listeners.fireChange(events[indexes[at] as number] as string, values[at], previous[at]);
    }
    if (delivery.children !== null) told = this.#tellInside(delivery, listeners);
    return delivery.computed === null ? told : this.#tellComputed(delivery, listeners) || told;
  }

  #tellInside(delivery: Changes, listeners: Listeners): true {
    const { shape, values } = this.#sender;
    for (const [index, paths] of delivery.children ?? []) {
      const at = delivery.count === 0 ? -1 : delivery.indexes.lastIndexOf(index, delivery.count - 1);
      // Another model in its place was told already.
      if (at >= 0 && delivery.differs(at)) continue;
      const [event, value] = [shape.events[index] as string, values[index]];
      if (listeners.has(event)) listeners.fire(event, { value, previous: value, paths });
    }
    return true;
  }

  #tellComputed(delivery: Changes, listeners: Listeners): boolean {
    let told = false;
    for (const [index, before] of delivery.computed ?? []) {
      const value = this.#sender.peek(index);
      if (same(value, before)) continue;
      told = true;
      listeners.fireChange(`${this.#sender.shape.computed[index]?.name}.changed`, value, before);
    }
    return told;
  }
}
