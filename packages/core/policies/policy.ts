import { ForbiddenError, NotFoundError, UnauthenticatedError } from 'reactive/errors';
import type { Fields, Where } from 'reactive/query';
import { type Actor, SYSTEM, type Viewer } from './actor';
import { ActorRules } from './actor-rules';
import type { Action, RulesDefinition } from './rules';

/** Actions on single fields. */
export type FieldAction = 'read' | 'create' | 'update';

/** A policy, in plain code. */
export interface PolicyDefinition<T extends object> extends RulesDefinition<T> {
  /** The fields that there are to read, to create with and to change: no rule reaches another one. */
  readonly known: Readonly<Record<FieldAction, readonly (keyof T & string)[]>>;
  /** Why not, where no rule says it. */
  readonly otherwise: string;
}

/** What a question is about: a row as far as it is known, and a field of it. */
interface About {
  readonly row?: object;
  readonly field?: string;
}

/** A policy as it is for one actor. */
export interface PolicyView<T extends object> {
  readonly readable: () => Where<T>;
  readonly queryable: () => Fields;
  /** Whose pages of a list are, so that nobody goes on with those of another. */
  readonly cursorKey: string | undefined;
  readonly writable: (action: 'update' | 'delete', fields: readonly string[]) => Where<T> | undefined;
  readonly authorize: (action: Action, about: Written) => void;
  readonly present: (row: Partial<T>) => Partial<T>;
}

/** What is about to be done: with which row, and with which of its fields. */
interface Written {
  readonly row: object;
  readonly fields?: readonly string[];
}

/** Whose rules are kept; they follow from who somebody is and from nothing else, so that they are never old. */
const MOST_VIEWERS = 1000;

const NOBODY = 'Sign in first';
const INACTIVE = 'This account is inactive';

/**
 * Who may do what with one entity, on the server and in the browser alike. What no rule allows is refused: a field, an
 * action, an actor who is nobody or may not sign in. Only the program itself ({@link SYSTEM}) may do everything.
 *
 * A question about an update, a creation or a read is one about a field: that somebody may change something of a row
 * says nothing about the rest of it.
 *
 * @example
 * userPolicy.can(actor, 'update', { row: user, field: 'role' });
 * userPolicy.present(actor, row); // what of it the actor may read
 */
export class Policy<T extends object> {
  readonly #definition: PolicyDefinition<T>;
  readonly #system: ActorRules<T>;
  readonly #nobody: ActorRules<T>;
  readonly #viewers = new WeakMap<object, { readonly viewer: Viewer; readonly rules: ActorRules<T> }>();
  readonly #rulesByViewer = new Map<string, ActorRules<T>>();

  constructor(definition: PolicyDefinition<T>) {
    this.#definition = definition;
    this.#system = new ActorRules(definition, SYSTEM);
    this.#nobody = new ActorRules(definition, undefined);
  }

  /** The fields of a row that may be read; without a row, those that may be read of every row that may be. */
  readableFields(actor: Actor, row?: object): readonly (keyof T & string)[] {
    const rules = this.#rules(actor);
    const { read } = this.#definition.known;
    return row === undefined ? rules.alwaysReadable(read) : rules.readable(read, row);
  }

  /**
   * The rows that may be read, as a filter of the query language; `{}` are all. Another one does not exist for the actor.
   *
   * @throws UnauthenticatedError, ForbiddenError when no row may be read at all
   */
  readableWhere(actor: Actor): Where<T> {
    const rows = this.#rowsOf(actor, 'read');
    if (rows === undefined) throw this.#refusal(actor, 'read');
    return join(rows);
  }

  /** The fields that may be filtered and sorted by: those that may be read of every row, or a filter would tell them. */
  queryableFields(actor: Actor): Fields {
    const { fields, known } = this.#definition;
    const readable: readonly string[] = this.readableFields(actor);
    if (readable.length === known.read.length) return fields;
    return new Map([...fields].filter(([name]) => readable.includes(name)));
  }

  /** The fields that may be written of a row: of the one that is stored, or of the one that is to be created. */
  writableFields(actor: Actor, row: object, action: 'create' | 'update'): readonly (keyof T & string)[] {
    return this.#definition.known[action].filter((field) => this.can(actor, action, { row, field }));
  }

  /**
   * The rows of which all these fields may be changed, or which may be deleted, as a filter for the statement that does
   * it: so nothing comes between the check and the write. `{}` are all, `undefined` is none; why, tells {@link authorize}.
   */
  writableWhere(
    actor: Actor,
    action: 'update' | 'delete',
    fields: readonly string[] = [],
  ): Where<T> | undefined {
    const asked = action === 'update' ? this.#changed(fields) : [undefined];
    const rows = asked.map((field) => this.#rowsOf(actor, action, field));
    const found = rows.filter((each) => each !== undefined);
    if (found.length < rows.length) return undefined;
    const distinct = new Map(found.flat().map((where) => [JSON.stringify(where), where]));
    return join([...distinct.values()]);
  }

  /** Whether the actor may do this. Without a field, an update, a creation or a read of a row is one of any field. */
  can(actor: Actor, action: Action, about: About = {}): boolean {
    const { row = {}, field } = about;
    if (field !== undefined && !this.#knows(action, field)) return false;
    return this.#rules(actor).can(action, row, field);
  }

  /** Why the actor may not do this, for people; `undefined` when it may be done. */
  reason(actor: Actor, action: Action, about: About = {}): string | undefined {
    if (this.can(actor, action, about)) return undefined;
    if (actor === undefined) return NOBODY;
    if (actor !== SYSTEM && actor.status !== 'active') return INACTIVE;
    if (about.field !== undefined && !this.#knows(action, about.field)) return 'Nobody may do this';
    return this.#rules(actor).reason(action, about.row ?? {}, about.field) ?? this.#definition.otherwise;
  }

  /**
   * Refuses what the actor may not do: with the row that is stored, or is to be created, and with every field that is
   * read or written.
   *
   * @throws UnauthenticatedError when nobody acts
   * @throws NotFoundError when the actor may not read the row, to whom it does not exist
   * @throws ForbiddenError with the reason, and with `errors` for the fields that are to blame
   */
  authorize(actor: Actor, action: Action, { row, fields = [] }: Written): void {
    if (action !== 'create' && !this.can(actor, 'read', { row })) {
      throw this.#rowsOf(actor, 'read') === undefined ? this.#refusal(actor, 'read') : new NotFoundError();
    }
    const asked = action === 'update' ? this.#changed(fields) : fields;
    const refused =
      action === 'delete' ? [] : asked.filter((field) => !this.can(actor, action, { row, field }));
    if (refused.length > 0 || !this.can(actor, action, { row })) {
      throw this.#refusal(actor, action, { row, fields: refused });
    }
  }

  /**
   * What of a row the actor may read, by an allow-list: the one way on which rows leave the server, whatever stands in
   * them.
   *
   * @throws NotFoundError when that is nothing
   */
  present(actor: Actor, row: Partial<T>): Partial<T> {
    const readable = this.readableFields(actor, row);
    if (readable.length === 0) throw new NotFoundError();
    const shown: Partial<T> = {};
    for (const field of readable) if (Object.hasOwn(row, field)) shown[field] = row[field];
    return shown;
  }

  /** What one actor may do, for a provider to hold to. */
  as(actor: NonNullable<Actor>): PolicyView<T> {
    return {
      readable: () => this.readableWhere(actor),
      queryable: () => this.queryableFields(actor),
      cursorKey: actor === SYSTEM ? undefined : actor.id,
      writable: (action, fields) => this.writableWhere(actor, action, fields),
      authorize: (action, about) => this.authorize(actor, action, about),
      present: (row) => this.present(actor, row),
    };
  }

  #rules(actor: Actor): ActorRules<T> {
    if (actor === SYSTEM) return this.#system;
    if (actor === undefined) return this.#nobody;
    // A viewer may be an object that changes, such as the signed-in user that a page shows.
    const known = this.#viewers.get(actor);
    if (known && isSame(known.viewer, actor)) return known.rules;
    const viewer = { id: actor.id, role: actor.role, status: actor.status };
    const rules = this.#rulesOf(viewer);
    this.#viewers.set(actor, { viewer, rules });
    return rules;
  }

  /** A viewer is another object with each request: the rules of who asks often are made once. */
  #rulesOf(viewer: Viewer): ActorRules<T> {
    const key = JSON.stringify([viewer.id, viewer.role, viewer.status]);
    const rules = this.#rulesByViewer.get(key) ?? new ActorRules(this.#definition, viewer);
    this.#rulesByViewer.delete(key); // to be the newest again
    this.#rulesByViewer.set(key, rules);
    const [oldest] = this.#rulesByViewer.keys();
    if (this.#rulesByViewer.size > MOST_VIEWERS && oldest !== undefined) this.#rulesByViewer.delete(oldest);
    return rules;
  }

  /** A change that names no field raises the version, so it is one of the whole row. */
  #changed(fields: readonly string[]): readonly string[] {
    return fields.length > 0 ? fields : this.#definition.known.update;
  }

  #knows(action: Action, field: string): boolean {
    const { known } = this.#definition;
    const names: readonly string[] = action === 'delete' ? [] : known[action];
    return names.includes(field);
  }

  #rowsOf(actor: Actor, action: Action, field?: string): Where<T>[] | undefined {
    if (field !== undefined && !this.#knows(action, field)) return undefined;
    return this.#rules(actor).rows(action, field);
  }

  #refusal(
    actor: Actor,
    action: Action,
    { row = {}, fields = [] }: Partial<Written> = {},
  ): UnauthenticatedError | ForbiddenError {
    if (actor === undefined) return new UnauthenticatedError(NOBODY);
    const blamed = fields.flatMap((field) => {
      const reason = this.reason(actor, action, { row, field });
      return reason === undefined ? [] : [[field, [reason]] as [string, string[]]];
    });
    if (blamed.length > 0) return new ForbiddenError(undefined, { errors: Object.fromEntries(blamed) });
    return new ForbiddenError(this.reason(actor, action, { row }) ?? this.#definition.otherwise);
  }
}

function isSame(one: Viewer, other: Viewer): boolean {
  return one.id === other.id && one.role === other.role && one.status === other.status;
}

/** One filter of several that must all hold. */
function join<T>(filters: readonly Where<T>[]): Where<T> {
  const [first, ...others] = filters;
  if (first === undefined) return {}; // that holds for every row
  return others.length === 0 ? first : { AND: filters };
}
