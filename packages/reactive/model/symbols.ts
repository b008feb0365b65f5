/** A model's state. Symbols keep what is internal out of the way of property names. */
export const STATE: unique symbol = Symbol('reactive.state');
/** Assigns one property by its index, as `model.name = value` does. */
export const ASSIGN: unique symbol = Symbol('reactive.assign');
/** Asks the hooks of a model, and of those inside, what of some values is to be set. */
export const ASK: unique symbol = Symbol('reactive.ask');
/** Writes values about which the hooks were asked. */
export const PUT: unique symbol = Symbol('reactive.put');
/** Makes the state of a new instance; an entity takes it from its registry instead. */
export const CREATE_STATE: unique symbol = Symbol('reactive.createState');
/** Stands in for a confirmed value that the local one does not differ from. */
export const UNEDITED: unique symbol = Symbol('reactive.unedited');
/** What a property that holds this model asks of it. */
export const NESTED: unique symbol = Symbol('reactive.nested');
/** By which property an entity is found, so that it can be made before the rest of a row is taken in. */
export const IDENTITY: unique symbol = Symbol('reactive.identity');
/** Why a value may not be written to a property, beyond the schema. */
export const REFUSE: unique symbol = Symbol('reactive.refuse');
/** Carries the events of an emitter, for inference only. */
export const EVENTS: unique symbol = Symbol('reactive.events');
/** Carries the data type of a model, for inference only. */
export const TYPES: unique symbol = Symbol('reactive.types');

/**
 * Marks data from outside that no schema has parsed yet. The key is enumerable, so it survives spreading:
 * constructors and `set` refuse `{ ...body }` at run time as well.
 */
export const UNPARSED: unique symbol = Symbol('reactive.unparsed');
