import { z } from 'zod';
import { ReactiveError } from '../../errors';
import { agree } from '../../errors/agree.fixture';
import { transaction } from '../../model';
import { Scope } from '../../registry';
import {
  changedIn,
  type Entity,
  EntityReference,
  type Field,
  fields,
  isRight,
  type Known,
  MOST,
} from './entity-reference.fixture';
import { type Edit, Item, type ProviderClass } from './index';

interface Row {
  readonly id: string;
  readonly a: number;
  readonly b: number;
}

class Thing extends Item<Row> {
  declare id: string;
  declare a: number;
  declare b: number;

  constructor(specs: Partial<Row> & { provider?: ProviderClass<object> | undefined } = {}) {
    super({ entity: 'things', properties: ['id', 'a', 'b'], ...specs });
  }

  protected override get schema() {
    return z.object({
      id: z.string(),
      a: z.number().max(MOST, 'Too much'),
      b: z.number().max(MOST, 'Too much'),
    });
  }
}

const WATCHED = [
  'a.changed',
  'b.changed',
  'id.changed',
  'change',
  ...['load', 'publish', 'delete'].flatMap((name) => [`pre:${name}`, name, `post:${name}`]),
];

/** Two scopes with their items, a provider, and edit buffers, beside lists and maps of plain data. */
export class EntityWorld {
  readonly reference = new EntityReference();
  readonly #scopes = [new Scope(), new Scope()] as const;
  readonly #things: Thing[] = [];
  readonly #buffers: Edit<Row>[] = [];
  /** What each object was told. */
  readonly #heard: string[][] = [];
  readonly #provider: ProviderClass<object>;
  #isAnswering = true;

  constructor() {
    this.#provider = this.#createProvider();
  }

  /** Answers from the reference's rows, which have changed already by what is being asked. */
  #createProvider(): ProviderClass<object> {
    const answer = async <A>(ask: () => A): Promise<A> => {
      if (!this.#isAnswering) throw new Error('No answer');
      return ask();
    };
    const rowOf = (id: string) => {
      const row = this.reference.rows.get(id);
      return row && { id, ...row };
    };
    const idOf = (data: Partial<Row>): string => data.id ?? [...this.reference.rows.keys()].at(-1) ?? '';
    const deleted = (id: string): boolean => this.#deleted.has(id);
    return class {
      load(id: string) {
        return answer(() => rowOf(id));
      }
      publish(data: Partial<Row>) {
        return answer(() => ({ status: 200, data: rowOf(idOf(data)) }));
      }
      delete(id: string) {
        return answer(() => deleted(id));
      }
    };
  }

  /** The ids that the last deletion has taken from the rows. */
  #deleted: ReadonlySet<string> = new Set();

  get count(): number {
    return this.#things.length;
  }

  /** `next` is the id that the next draft will get. */
  make(scope: 0 | 1, given: string | undefined, values: Known): void {
    const id = given === 'next' ? String(this.reference.nextId) : given;
    const isMade = this.reference.make(scope, id, values);
    const specs = { ...values, ...(id === undefined ? {} : { id }), provider: this.#provider };
    const thing = this.#attempt(() => this.#scopes[scope].run(() => new Thing(specs)));
    agree(thing instanceof Thing ? 'made' : thing, isMade ? 'made' : 'ScopeError', 'making');
    if (!(thing instanceof Thing)) return;
    const heard: string[] = [];
    for (const event of WATCHED) thing.on(event as 'change', () => heard.push(event));
    this.#things.push(thing);
    this.#heard.push(heard);
  }

  #attempt<R>(act: () => R): R | string {
    try {
      return act();
    } catch (error) {
      if (error instanceof ReactiveError) return error.name;
      throw error;
    }
  }

  edit(at: number, given: Known): void {
    const { entity } = this.#shown(at);
    agree(this.#thing(at).set(given).errors === undefined, this.reference.edit(entity, given), 'edited');
  }

  /** Edits two of the objects, and takes it back. */
  takeBack(at: number, given: Known): void {
    const attempt = (): unknown =>
      transaction(() => {
        this.#thing(at).set(given);
        this.#thing(at + 1).set({ a: 0 });
        throw new RangeError('taken back');
      });
    try {
      attempt();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }

  revert(at: number): void {
    this.#thing(at).revert();
    const { entity } = this.#shown(at);
    entity.values = { ...entity.saved };
  }

  save(at: number): void {
    this.#thing(at).saveChanges();
    const { entity } = this.#shown(at);
    entity.saved = { ...entity.values };
  }

  async load(at: number, isAnswered: boolean): Promise<void> {
    const due = this.reference.load(this.#shown(at).entity, isAnswered);
    await this.#operate('load', { due, isAnswered, act: () => this.#thing(at).load(), at });
  }

  async publish(at: number, isAnswered: boolean): Promise<void> {
    const due = this.reference.publish(at % this.count, isAnswered);
    await this.#operate('publish', { due, isAnswered, act: () => this.#thing(at).publish(), at });
  }

  async delete(at: number, how: 'comes' | 'fails' | 'skips'): Promise<void> {
    const before = new Set(this.reference.rows.keys());
    const due = this.reference.delete(at % this.count, how);
    this.#deleted = new Set([...before].filter((id) => !this.reference.rows.has(id)));
    const act = () => this.#thing(at).delete({ skipProvider: how === 'skips' });
    await this.#operate('delete', { due, isAnswered: how !== 'fails', act, at });
  }

  async #operate(
    name: string,
    {
      due,
      isAnswered,
      act,
      at,
    }: { due: string; isAnswered: boolean; act: () => Promise<unknown>; at: number },
  ): Promise<void> {
    this.#isAnswering = isAnswered;
    const end = await act().then(
      () => 'done',
      (error: Error) => error.name,
    );
    agree(end, due === 'nothing' ? 'done' : due, `end of ${name}`);
    const heard = (this.#heard[at % this.count] ?? []).filter(
      (event) => event.endsWith(name) || event === name,
    );
    if (due === 'done') agree(heard, [`pre:${name}`, name, `post:${name}`], 'events');
    else
      agree(
        heard.filter((event) => !event.startsWith('pre:')),
        [],
        'events of what failed, or was nothing',
      );
  }

  clear(scope: 0 | 1): void {
    this.#scopes[scope].clear('things');
    this.reference.scopes[scope]?.entities.clear();
  }

  dispose(scope: 0 | 1): void {
    this.#scopes[scope].dispose();
    Object.assign(this.reference.scopes[scope] ?? {}, { entities: new Map(), isOpen: false });
  }

  open(at: number): void {
    this.#buffers.push(this.#thing(at).edit());
    this.reference.open(at % this.count);
  }

  type(at: number, field: Field, value: number): void {
    const [buffer, plain] = this.#pair(at);
    if (buffer === undefined || plain === undefined) return;
    buffer.set({ [field]: value });
    plain.values[field] = value;
  }

  close(at: number, how: 'commit' | 'discard'): void {
    const [buffer, plain] = this.#pair(at);
    if (buffer === undefined || plain === undefined) return;
    if (how === 'commit')
      agree(buffer.commit().errors === undefined, this.reference.commit(plain), 'committed');
    else {
      buffer.discard();
      this.reference.discard(plain);
    }
  }

  #pair(at: number) {
    const index = at % Math.max(1, this.#buffers.length);
    return [this.#buffers[index], this.reference.buffers[index]] as const;
  }

  #thing(at: number): Thing {
    return this.#things[at % this.count] as Thing;
  }

  #shown(at: number): { entity: Entity } {
    return this.reference.shown[at % this.count] as { entity: Entity };
  }

  /** Has something done to both, and compares all that can be asked, and which values were told of. */
  async observe(act: () => void | Promise<void>): Promise<void> {
    for (const heard of this.#heard) heard.length = 0;
    const before = this.reference.shown.map(({ entity }) => ({
      entity,
      values: { ...entity.values },
      id: entity.id,
    }));
    await act();
    agree(
      this.#things.map((thing) => this.#look(thing)),
      this.reference.shown.map(({ entity }) => this.#due(entity)),
    );
    agree(this.#buffers.map(lookAtBuffer), this.reference.buffers.map(dueOfBuffer), 'edit buffers');
    agree(
      this.#scopes.map(({ size }) => size),
      this.reference.scopes.map(({ entities }) => entities.size),
      'sizes of the scopes',
    );
    before.forEach(({ entity, values, id }, at) => {
      // Objects that show another entity now are told of what differs from what that had.
      if (this.reference.shown[at]?.entity !== entity) return;
      const names = [
        ...fields.filter((field) => values[field] !== entity.values[field]),
        ...(id === entity.id ? [] : ['id']),
      ];
      const due = names.length === 0 ? [] : [...names.map((name) => `${name}.changed`), 'change'];
      const heard = (this.#heard[at] ?? []).filter(
        (event) => event.endsWith('change') || event.endsWith('.changed'),
      );
      agree(heard.sort(), due.sort(), 'told of values');
    });
  }

  #look(thing: Thing) {
    return {
      id: thing.id,
      values: fields.map((field) => thing[field]),
      saved: fields.map((field) => thing.initialValues[field]),
      changed: thing.changedProperties,
      unpublished: thing.unpublished,
      state: thing.registry.state,
      facts: [
        thing.isDraft,
        thing.deleted,
        thing.ready,
        thing.fetched,
        thing.found,
        thing.fetching,
        thing.processing,
      ],
      shows: this.#things.filter(({ localKey }) => localKey === thing.localKey).length,
    };
  }

  #due(entity: Entity) {
    const changed = changedIn(entity);
    const { isDraft, isDeleted, isReady, isFetched, isFound } = entity;
    return {
      id: entity.id,
      values: fields.map((field) => entity.values[field]),
      saved: fields.map((field) => entity.saved[field]),
      changed,
      unpublished: changed.length > 0 || isDraft,
      state: isDeleted ? 'deleted' : stateOf(isDraft),
      facts: [isDraft, isDeleted, isReady, isFetched, isFound, false, false],
      shows: this.reference.shown.filter((each) => keyOf(each.entity) === keyOf(entity)).length,
    };
  }
}

const stateOf = (isDraft: boolean): string => (isDraft ? 'draft' : 'published');

/** Entities that had an id from the start have their key of it, in whatever scope. */
const keys = new WeakMap<Entity, unknown>();
const keyOf = (entity: Entity): unknown => {
  if (!keys.has(entity)) keys.set(entity, entity.id ?? {});
  return keys.get(entity);
};

const lookAtBuffer = (buffer: Edit<Row>) => ({
  values: fields.map((field) => buffer[field]),
  changed: buffer.changedProperties,
  wrong: Object.keys(buffer.errors).sort(),
  valid: buffer.valid,
});

const dueOfBuffer = (buffer: EntityReference['buffers'][number]) => {
  const wrong = fields.filter((field) => {
    const value = buffer.values[field];
    return value === undefined
      ? buffer.entity().isDraft || changedIn(buffer).includes(field)
      : !isRight(value);
  });
  return {
    values: fields.map((field) => buffer.values[field]),
    changed: changedIn(buffer),
    wrong,
    valid: wrong.length === 0,
  };
};
