import { agree } from '../../errors/agree.fixture';
import { Scope } from '../../registry';
import type { Course, Happening } from '../interleavings.fixture';
import { Item, type ProviderClass, type PublishContext } from './index';
import { type Field, fields, ItemReference, type Row } from './item-reference.fixture';

class Thing extends Item<Row> {
  declare a: number;
  declare b: number;
  declare version: number;
  constructor(specs: Partial<Row> & { provider?: ProviderClass<object> | undefined } = {}) {
    super({ entity: 'things', properties: ['id', 'a', 'b', 'version'], ...specs });
  }
}

/** What the client does of itself, in whatever order. */
export type Act =
  | { readonly kind: 'load' | 'publish' | 'delete' | 'revert' | 'news' }
  | { readonly kind: 'edit' | 'remote'; readonly field: Field; readonly value: number };

/** What becomes of a request: its answer is that of when it was asked or of now, or it fails before or after it worked. */
type Outcome = 'as asked' | 'now' | 'fails' | 'is lost';

interface Request {
  readonly kind: 'load' | 'publish' | 'delete';
  readonly asked: unknown;
  readonly args: readonly unknown[];
  /** Notes in the reference what was sent. */
  readonly sent: ReturnType<ItemReference['send']>;
  readonly settle: (outcome: { readonly answer: unknown } | { readonly error: Error }) => void;
}

export interface ItemCase {
  readonly isVersioned: boolean;
  /** What happens in the beginning, in this order. */
  readonly first?: readonly Act[];
  readonly acts: readonly Act[];
}

const describeAct = (act: Act): string =>
  'field' in act ? `${act.kind} ${act.field} = ${act.value}` : act.kind;

/** A server, and a client with two objects of one entity, to which a few things happen in some order. */
export class ItemCourse implements Course {
  readonly #server: Row[];
  #isGone = false;
  readonly #requests: Request[] = [];
  readonly #left: Act[];
  readonly #items: readonly [Thing, Thing];
  readonly #reference: ItemReference;
  readonly #events: string[] = [];
  readonly #scope = new Scope();
  readonly #isVersioned: boolean;

  constructor({ isVersioned, first: before = [], acts }: ItemCase) {
    this.#isVersioned = isVersioned;
    this.#left = [...before, ...acts];
    const first: Row = { id: '1', a: 0, b: 0, ...(isVersioned ? { version: 1 } : {}) };
    this.#server = [first];
    this.#reference = new ItemReference(first);
    const provider = this.#provider();
    this.#items = this.#scope.run(() => [new Thing({ ...first, provider }), new Thing({ id: '1' })]);
    for (const event of ['load', 'publish', 'delete'] as const) {
      this.#items[1].on(event, () => this.#events.push(event));
    }
    for (const act of before) this.#act(act);
  }

  get #row(): Row {
    return this.#server.at(-1) as Row;
  }

  /** What a load finds. */
  get #present(): Row | undefined {
    return this.#isGone ? undefined : this.#row;
  }

  #change(changes: Partial<Row>): void {
    const next = this.#isVersioned ? { version: this.#server.length + 1 } : {};
    this.#server.push({ ...this.#row, ...changes, ...next });
  }

  #provider(): ProviderClass<object> {
    const ask = (kind: Request['kind'], args: readonly unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const settle: Request['settle'] = (outcome) =>
          'error' in outcome ? reject(outcome.error) : resolve(outcome.answer);
        this.#requests.push({
          kind,
          args,
          asked: this.#present,
          sent: this.#reference.send(kind, args),
          settle,
        });
      });
    return class {
      load(...args: unknown[]) {
        return ask('load', args);
      }
      publish(...args: unknown[]) {
        return ask('publish', args);
      }
      delete(...args: unknown[]) {
        return ask('delete', args);
      }
    };
  }

  possible(): Happening[] {
    const acts = this.#left.map((act) => ({ text: describeAct(act), happen: () => this.#act(act) }));
    const answers = this.#requests.flatMap((request) =>
      this.#outcomesOf(request).map((outcome) => ({
        text: `answer to the ${request.kind} that waits as no. ${this.#requests.indexOf(request) + 1}: ${outcome}`,
        happen: () => this.#answer(request, outcome),
      })),
    );
    return [...acts, ...answers];
  }

  #outcomesOf({ kind, asked }: Request): Outcome[] {
    if (kind !== 'load') return ['now', 'fails', 'is lost'];
    return asked === this.#present ? ['now', 'fails'] : ['as asked', 'now', 'fails'];
  }

  #act(act: Act): void {
    this.#left.splice(this.#left.indexOf(act), 1);
    const [first, second] = this.#items;
    if (act.kind === 'edit') {
      this.#reference.edit(act.field, act.value);
      second.set({ [act.field]: act.value });
    } else if (act.kind === 'remote') this.#change({ [act.field]: act.value });
    else if (act.kind === 'news') this.#learn();
    else if (act.kind === 'revert') {
      this.#reference.revert();
      first.revert();
    } else this.#begin(act.kind);
  }

  /** Another part of the client learns of the entity, as it is now. */
  #learn(): void {
    if (this.#isGone) return;
    this.#reference.learn(this.#row);
    this.#scope.run(() => new Thing({ ...this.#row }));
  }

  #begin(kind: 'load' | 'publish' | 'delete'): void {
    const outcome = this.#reference.begin(kind);
    const operation: Promise<unknown> = this.#items[0][kind]();
    operation.then(
      () => outcome.end('done'),
      (error: Error) => outcome.end(error.name),
    );
  }

  #answer(request: Request, outcome: Outcome): void {
    this.#requests.splice(this.#requests.indexOf(request), 1);
    const { sent, settle } = request;
    const answer = outcome === 'fails' ? undefined : this.#serve(request, outcome);
    if (outcome === 'fails' || outcome === 'is lost' || answer instanceof Error) {
      const error = answer instanceof Error ? answer : new Error('No answer');
      sent.fails();
      settle({ error });
    } else {
      sent.succeeds(answer);
      settle({ answer });
    }
  }

  #serve({ kind, args, asked }: Request, outcome: Outcome): unknown {
    if (kind === 'load') return outcome === 'as asked' ? asked : this.#present;
    const version = (args[1] as PublishContext | undefined)?.version;
    if (this.#isGone) return new Error('It is gone');
    if (this.#isVersioned && version !== this.#row.version) return new Error('Another version');
    if (kind === 'delete') {
      this.#isGone = true;
      return true;
    }
    this.#change(args[0] as Partial<Row>);
    return { status: 200, data: this.#row };
  }

  check(): void {
    const look = (item: Thing) => ({
      values: fields.map((field) => item[field]),
      saved: fields.map((field) => item.initialValues[field]),
      changed: item.changedProperties,
      unpublished: item.unpublished,
      state: item.registry.state,
      facts: [item.fetching, item.processing, item.fetched, item.found, item.deleted, item.ready],
    });
    const due = this.#reference.look();
    const writes = this.#requests.filter(({ kind }) => kind !== 'load').length;
    agree(
      {
        items: this.#items.map(look),
        events: this.#events,
        atOnce: Math.max(1, writes),
        ends: this.#reference.wrongEnds,
      },
      { items: [due, due], events: this.#reference.events, atOnce: 1, ends: [] },
    );
  }

  end(): void {
    agree(this.#reference.running, 0, 'operations that never end');
  }
}
