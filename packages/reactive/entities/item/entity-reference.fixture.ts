export type Field = 'a' | 'b';
export const fields = ['a', 'b'] as const;
export type Known = Partial<Record<Field, number>>;

/** What a field can have: a whole number up to this. */
export const MOST = 3;

/** What is known of an entity, whoever shows it. */
export interface Entity {
  id: string | undefined;
  saved: Known;
  values: Known;
  isDraft: boolean;
  isDeleted: boolean;
  isReady: boolean;
  isFetched: boolean;
  isFound: boolean;
}

/** What was typed beside an entity. */
export interface Buffer {
  readonly entity: () => Entity;
  values: Known;
  saved: Known;
}

export const isRight = (value: number | undefined): boolean => value === undefined || value <= MOST;

export const changedIn = ({ values, saved }: Pick<Entity, 'values' | 'saved'>): Field[] =>
  fields.filter((field) => values[field] !== saved[field]);

/** What is confirmed moves, and what the user wrote stays. */
const confirm = (entity: Entity, row: Known): void => {
  const edited = changedIn(entity);
  for (const field of fields) {
    if (row[field] === undefined) continue;
    entity.saved[field] = row[field];
    if (!edited.includes(field)) entity.values[field] = row[field];
  }
  entity.isReady = true;
};

/** The scopes, their entities and the objects that show them, as lists and maps. */
export class EntityReference {
  readonly scopes: { entities: Map<string, Entity>; isOpen: boolean }[] = [
    { entities: new Map(), isOpen: true },
    { entities: new Map(), isOpen: true },
  ];
  /** What each object shows. */
  readonly shown: { entity: Entity; readonly scope: number }[] = [];
  readonly buffers: Buffer[] = [];
  readonly rows = new Map<string, Required<Known>>([
    ['1', { a: 1, b: 1 }],
    ['2', { a: 2, b: 2 }],
  ]);
  /** The id that the provider gives to what it creates next. */
  nextId = 4;

  /** An object of an id shows what its scope knows of it, and the values that it is given are news. */
  make(scope: number, id: string | undefined, values: Known): boolean {
    const { entities, isOpen } = this.scopes[scope] as (typeof this.scopes)[number];
    if (!isOpen) return false;
    const known = id === undefined ? undefined : entities.get(id);
    const entity = known ?? this.#create(id, values);
    if (known !== undefined && Object.keys(values).length > 0) confirm(known, values);
    if (id !== undefined) entities.set(id, entity);
    this.shown.push({ entity, scope });
    return true;
  }

  #create(id: string | undefined, values: Known): Entity {
    return {
      id,
      saved: { ...values },
      values: { ...values },
      isDraft: id === undefined,
      isDeleted: false,
      isReady: id === undefined || Object.keys(values).length > 0,
      isFetched: false,
      isFound: false,
    };
  }

  /** All right, or nothing. */
  edit({ values }: Entity, given: Known): boolean {
    if (!Object.values(given).every(isRight)) return false;
    Object.assign(values, given);
    return true;
  }

  load(entity: Entity, isAnswered: boolean): string {
    if (entity.isDeleted || entity.id === undefined) return 'StateError';
    if (!isAnswered) return 'Error';
    const row = this.rows.get(entity.id);
    entity.isFetched = true;
    entity.isFound = row !== undefined;
    if (row === undefined) return 'NotFoundError';
    confirm(entity, row);
    return 'done';
  }

  publish(at: number, isAnswered: boolean): string {
    const { entity, scope } = this.shown[at] as (typeof this.shown)[number];
    if (entity.isDeleted) return 'StateError';
    if (entity.isDraft && fields.some((field) => entity.values[field] === undefined))
      return 'ValidationError';
    const changed = entity.isDraft ? fields : changedIn(entity);
    if (changed.length === 0) return 'nothing';
    if (!isAnswered) return 'Error';
    const changes = Object.fromEntries(changed.map((field) => [field, entity.values[field]]));
    const id = entity.id ?? String(this.nextId++);
    const row = { a: 0, b: 0, ...this.rows.get(id), ...changes };
    this.rows.set(id, row);
    const met = entity.isDraft ? this.#adopt(entity, id, scope) : {};
    Object.assign(entity, { saved: { ...row }, values: { ...row, ...met }, isDraft: false, isReady: true });
    return 'done';
  }

  /** Objects of an entity that the scope has met meanwhile show the one that the draft has become. Answers their edits. */
  #adopt(entity: Entity, id: string, scope: number): Known {
    const { entities } = this.scopes[scope] as (typeof this.scopes)[number];
    const other = entities.get(id);
    entity.id = id;
    if (this.scopes[scope]?.isOpen === true) entities.set(id, entity);
    if (other === undefined) return {};
    for (const each of this.shown) if (each.entity === other) each.entity = entity;
    entity.isFetched ||= other.isFetched;
    entity.isFound ||= other.isFound;
    // What was written to it is an edit of the one that it is now.
    return Object.fromEntries(changedIn(other).map((field) => [field, other.values[field]]));
  }

  delete(at: number, how: 'comes' | 'fails' | 'skips'): string {
    const { entity, scope } = this.shown[at] as (typeof this.shown)[number];
    if (entity.isDeleted) return 'StateError';
    if (how === 'fails' && entity.id !== undefined) return 'Error';
    if (how === 'comes' && entity.id !== undefined && !this.rows.delete(entity.id)) return 'StateError';
    entity.isDeleted = true;
    const { entities } = this.scopes[scope] as (typeof this.scopes)[number];
    if (entity.id !== undefined && entities.get(entity.id) === entity) entities.delete(entity.id);
    return 'done';
  }

  open(at: number): void {
    const each = this.shown[at] as (typeof this.shown)[number];
    this.buffers.push({
      entity: () => each.entity,
      values: { ...each.entity.values },
      saved: { ...each.entity.values },
    });
  }

  commit(buffer: Buffer): boolean {
    const changed = changedIn(buffer);
    const changes = Object.fromEntries(changed.map((field) => [field, buffer.values[field]]));
    if (!this.edit(buffer.entity(), changes)) return false;
    this.#retake(buffer, changed);
    return true;
  }

  discard(buffer: Buffer): void {
    this.#retake(buffer, fields);
  }

  #retake(buffer: Buffer, names: readonly Field[]): void {
    const { values } = buffer.entity();
    for (const field of names) {
      Object.assign(buffer.values, { [field]: values[field] });
      Object.assign(buffer.saved, { [field]: values[field] });
    }
  }
}
