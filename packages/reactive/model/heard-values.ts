import { batch, endDelivery } from './batch';
import { Holdings } from './holdings';
import { Listeners } from './listeners';
import { nestedOf } from './nested';
import { below, type Container, type InnerChange, type ParentLink, Parents } from './nesting';
import { Outbox } from './outbox';
import { detour, type Shape } from './shape';
import { hasEffects, runEffects } from './signals';
import { TrackedValues } from './tracked-values';

/** A property that was written, as its listeners are told of it. */
export type Told = readonly [index: number, value: unknown, previous: unknown];

/**
 * The values of a model and who wants to know of them: its listeners, and the models that hold it. Everything beyond
 * the values is made when it is first needed.
 */
export class HeardValues extends TrackedValues implements Container {
  /** Facts about the model's life. */
  flags: number;
  listeners: Listeners | null = null;
  parents: Parents | null = null;
  #outbox: Outbox | null = null;
  protected holdings: Holdings | null = null;

  constructor(shape: Shape, owner: object | null, flags: number) {
    super(shape, owner);
    this.flags = flags;
  }

  /** Whether anybody has to be told of a write. */
  protected get observed(): boolean {
    return this.listeners !== null || this.parents !== null;
  }

  /** Whether nobody is told of a write but those who computed something of the values: no batch is needed. */
  protected get isUnheard(): boolean {
    return this.listeners === null && this.parents === null;
  }

  /** Whether a write is told to listeners of values alone, which needs no books. */
  protected get heardByListenersOnly(): boolean {
    const { listeners } = this;
    return (
      listeners !== null && this.parents === null && !listeners.hearsMeta && this.shape.computed.length === 0
    );
  }

  /** The properties whose value, or something in it, differs from the saved one. */
  editedIndexes(): number[] {
    if (this.shape.nested.size === 0) return this.changedIndexes();
    return [...this.values.keys()].filter(
      (index) =>
        this.isChanged(index) ||
        (this.shape.nested.has(index) && nestedOf(this.values[index])?.unpublished === true),
    );
  }

  childChanged(index: number, change: InnerChange, paths: readonly string[]): readonly string[] {
    if (change !== 'values') {
      if (change === 'written') this.invalidateInside(index);
      else this.box.queue();
      return paths;
    }
    const written = paths.map((path) => below(this.shape.names[index] as string, path));
    this.box.changes.noteChild(index, written);
    return written;
  }

  /** Notes that a property of another model holds this one. */
  attach(link: ParentLink): void {
    if (this.parents === null) {
      this.parents = new Parents(() => this.keepHolding());
      this.box.watchFacts();
    }
    this.parents.add(link);
  }

  /** Notes what a nested property holds. */
  hold(index: number, value: unknown): void {
    this.holdings ??= new Holdings(this, this.isKept);
    this.holdings.put(index, value);
  }

  /** Has everything that depends on this state look again: its objects show another state now. */
  showElsewhere(): void {
    batch(() => this.invalidateAll());
  }

  listenersOrNew(): Listeners {
    this.listeners ??= new Listeners(() => this.listenersChanged());
    this.keepHolding();
    return this.listeners;
  }

  /** Hands the listeners over to the state that the model's objects show from now on. */
  moveListeners(to: HeardValues): void {
    if (this.listeners !== null) this.listeners.moveTo(to.listenersOrNew());
  }

  /** Whether facts about the model's life have to be told. */
  get tellsMeta(): boolean {
    return this.parents !== null || this.listeners?.hearsMeta === true;
  }

  protected metaChanged(): void {
    if (this.tellsMeta) this.box.queue();
    this.invalidateMeta();
  }

  protected get box(): Outbox {
    this.#outbox ??= new Outbox(this);
    return this.#outbox;
  }

  /** Tells the listeners of values, in the delivery that is open. */
  protected tellAtOnce(listeners: Listeners, told: readonly Told[] | null, any: boolean): void {
    if (hasEffects()) runEffects();
    if (told !== null)
      for (const [index, value, previous] of told)
        listeners.fireChange(this.shape.events[index] as string, value, previous);
    if (any) listeners.fire('change', undefined);
    endDelivery();
  }

  /** Computed properties are evaluated eagerly only while somebody listens to them. */
  private listenersChanged(): void {
    const { listeners, shape } = this;
    if (listeners === null) return;
    shape.computed.forEach(({ name, dependencies }, index) => {
      const wanted = listeners.has(`${name}.changed`) || (dependencies === null && listeners.has('change'));
      this.watch(index, wanted ? (before) => this.box.changes.noteComputed(index, before) : undefined);
    });
    if (listeners.hearsSets !== listeners.detours) {
      listeners.detours = listeners.hearsSets;
      detour(shape, listeners.detours ? 1 : -1);
    }
    if (listeners.empty) this.listeners = null;
    if (this.tellsMeta) this.box.watchFacts();
    this.keepHolding();
  }

  private get isKept(): boolean {
    return this.listeners !== null || this.parents?.isKept === true;
  }

  private keepHolding(): void {
    this.holdings?.keep(this.isKept);
  }
}
