import { StateError } from 'reactive/errors';
import { z } from 'zod';

/** What an event says: what may be kept for ever, and what tells of a person and is forgotten with them. */
export interface EventContent {
  readonly data: unknown;
  /** `null` where there never was any, and where it was forgotten. */
  readonly personal: unknown;
}

/** An event as it was written down, by whatever build of the program. */
export interface StoredEvent extends EventContent {
  /** Which aggregate it is of: `user`. */
  readonly stream: string;
  readonly streamId: string;
  /** 1 for the first event of a stream, one more for each that follows. */
  readonly version: number;
  readonly id: string;
  readonly type: string;
  /** The version of the type's schema at which it was written. */
  readonly schemaVersion: number;
  /** The id of a user, `system` or `anonymous`; the server's word, never a client's. */
  readonly actor: string;
  readonly requestId: string | null;
  /** The server's clock; it never goes back within a stream. */
  readonly at: Date;
}

/** An event type: its schemas today, and how what was written before becomes what they take. */
export interface EventDefinition {
  /** Raised whenever a schema changes in a way in which old events would not pass, or would mean something else. */
  readonly version: number;
  readonly data: z.ZodObject;
  /** What tells of a person: forgotten when they are deleted, so `evolve` must do without. */
  readonly personal?: z.ZodObject;
  /** By the version that they start from: each lifts an event by one version. */
  readonly upcasts?: Readonly<Record<number, (old: EventContent) => EventContent>>;
}

/** Event types by name. */
export type EventDefinitions = Readonly<Record<string, EventDefinition>>;

type PersonalOf<Definition extends EventDefinition> = Definition['personal'] extends z.ZodObject
  ? z.output<Definition['personal']> | null
  : null;

/** The union of the events of some definitions. */
export type EventOf<Definitions extends EventDefinitions> = {
  [Type in keyof Definitions & string]: {
    readonly type: Type;
    readonly data: z.output<Definitions[Type]['data']>;
    readonly personal: PersonalOf<Definitions[Type]>;
  };
}[keyof Definitions & string];

/** An event with what the store knows of it. */
export type Recorded<Event> = Event & Omit<StoredEvent, 'type' | 'data' | 'personal'>;

/** An event that this build can't read: of an unknown type, of a newer version, or not as its schema has it. */
export class UnknownEventError extends StateError {}

/**
 * The event types of an aggregate. It reads what was ever written, in today's form, and refuses what it does not know:
 * an event that was skipped would be a wrong state that nobody notices.
 *
 * @example
 * const events = new EventCatalogue({
 *   renamed: {
 *     version: 2,
 *     data: z.strictObject({ reason: z.string() }),
 *     upcasts: { 1: ({ personal }) => ({ data: { reason: 'none given' }, personal }) },
 *   },
 * });
 * events.read(stored); // { type: 'renamed', data: { reason: 'none given' }, … }
 */
export class EventCatalogue<const Definitions extends EventDefinitions> {
  readonly definitions: Definitions;

  constructor(definitions: Definitions) {
    this.definitions = definitions;
  }

  /** The names of the types. */
  get types(): readonly (keyof Definitions & string)[] {
    return Object.keys(this.definitions);
  }

  /**
   * A stored event in today's form.
   *
   * @throws UnknownEventError when the type or its version is unknown, or the content is not what its schema takes
   */
  read(stored: StoredEvent): Recorded<EventOf<Definitions>> {
    const definition = this.#definition(stored.type);
    const { data, personal } = this.#lifted(stored, definition);
    const content = {
      data: parsed(definition.data, data, stored),
      personal: personal === null ? null : parsed(definition.personal, personal, stored),
    };
    // The schema of its type has just said so.
    return { ...stored, schemaVersion: definition.version, ...content } as unknown as Recorded<
      EventOf<Definitions>
    >;
  }

  /**
   * A new event, checked, with the version of its schema: what a store writes down.
   *
   * @throws UnknownEventError when the type is unknown
   * @throws ValidationError when the content is not what its schema takes
   */
  write(
    event: EventOf<Definitions>,
  ): EventContent & { readonly type: string; readonly schemaVersion: number } {
    const { version, data, personal } = this.#definition(event.type);
    return {
      type: event.type,
      schemaVersion: version,
      data: data.parse(event.data),
      personal: event.personal === null ? null : (personal ?? z.null()).parse(event.personal),
    };
  }

  #definition(type: string): EventDefinition {
    const definition = Object.hasOwn(this.definitions, type) ? this.definitions[type] : undefined;
    if (definition === undefined) throw new UnknownEventError(`Events of the type ${type} are unknown`);
    return definition;
  }

  #lifted({ type, schemaVersion, ...stored }: StoredEvent, definition: EventDefinition): EventContent {
    if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > definition.version) {
      throw new UnknownEventError(`Version ${schemaVersion} of events of the type ${type} is unknown`);
    }
    let content: EventContent = { data: stored.data, personal: stored.personal };
    for (let version = schemaVersion; version < definition.version; version++) {
      const upcast = definition.upcasts?.[version];
      if (!upcast)
        throw new UnknownEventError(`Nothing lifts version ${version} of events of the type ${type}`);
      content = upcast(content);
    }
    return content;
  }
}

function parsed(schema: z.ZodObject | undefined, value: unknown, { type, id }: StoredEvent): unknown {
  const result = schema?.safeParse(value);
  if (!result?.success) {
    throw new UnknownEventError(`The event ${id} is not as events of the type ${type} are`, {
      cause: result?.error,
    });
  }
  return result.data;
}
