import type { Item } from '../entities/item';
import type { DataOf, SetChanges } from '../model';

/** An item of whatever data. */
// Any item may be given: what it holds is for the hook to know.
type AnyItem = Pick<Item<object>, 'entity' | 'localKey' | 'draft' | 'deleted' | 'unpublished' | 'serialize'>;

/** A class of items. */
export type ItemClass = abstract new (...args: never[]) => AnyItem;

type Later<R> = R | Promise<R>;

/** What `void` is for a method that may be declared to return nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: a hook may be declared `: void`.
type Nothing = undefined | void;

/**
 * The hooks of a plugin: those of a class, with the item as their first parameter. They are called with the plugin as
 * `this`. What they throw stops the operation.
 */
export interface PluginHooks<I> {
  /** Before values are set, as the item's class would have them: may answer with others. */
  beforeSet?(item: I, values: Readonly<Partial<DataOf<I>>>): Later<Partial<DataOf<I>> | Nothing>;
  /** After values were set and before anybody is told. */
  afterSet?(item: I, changes: SetChanges<DataOf<I>>): Nothing;
  beforeLoad?(item: I): Later<Nothing>;
  /** With a row that a provider gave, before it is taken in: may answer with another. */
  afterLoad?(item: I, row: Readonly<Partial<DataOf<I>>>): Later<Partial<DataOf<I>> | Nothing>;
  /** With what is to be sent, unchecked. */
  beforePublish?(item: I, data: Readonly<Partial<DataOf<I>>>): Later<Nothing>;
  /** With what the provider answered; the publish was confirmed. */
  afterPublish?(item: I, row: Readonly<Partial<DataOf<I>>>): Later<Nothing>;
  beforeDelete?(item: I): Later<Nothing>;
  afterDelete?(item: I): Later<Nothing>;
}

/** Something that takes part in the life of items: see {@link usePlugin}. */
export interface Plugin<C extends ItemClass = ItemClass> extends PluginHooks<InstanceType<C>> {
  /** Tells it from the others of its scope. */
  readonly name: string;
  /** Where it stands among them: those of a lower order come first, and of the same order those installed first. 0 unless told. */
  readonly order?: number;
  /** The entities that it is for; all of them unless told. */
  readonly entities?: readonly string[];
  /** The item classes that it is for, which give its hooks their types. */
  readonly items?: readonly C[];
}
