import { agree } from '../../errors/agree.fixture';
import { Scope } from '../../registry';
import type { Course, Happening } from '../interleavings.fixture';
import { Item, type ProviderClass, type PublishContext } from './index';

interface Row {
  readonly id: string;
  readonly a: number;
}

class Thing extends Item<Row> {
  declare id: string;
  declare a: number;
  constructor(specs: Partial<Row> & { provider?: ProviderClass<object> | undefined } = {}) {
    super({ entity: 'things', properties: ['id', 'a'], ...specs });
  }
}

export type DraftAct = 'publish' | 'edit' | 'meet' | 'load';

interface Request {
  readonly kind: 'load' | 'publish';
  /** What the draft had when it was sent. */
  readonly value: number;
  serve(): unknown;
  readonly settle: (outcome: { readonly answer: unknown } | { readonly error: Error }) => void;
}

/** A draft that is published, and an object of the id that it will get, of which the scope may hear first. */
export class DraftCourse implements Course {
  readonly #rows = new Map<string, Row>();
  /** The ids of what was created, by idempotency key. */
  readonly #created = new Map<string, string>();
  readonly #requests: Request[] = [];
  readonly #left: DraftAct[];
  readonly #scope = new Scope();
  readonly #draft: Thing;
  readonly #key: string;
  #other: Thing | undefined;
  #wanted = 0;
  /** What was confirmed of the draft, once it was. */
  #saved: Row | undefined;
  #running = 0;

  constructor(acts: readonly DraftAct[]) {
    this.#left = [...acts];
    this.#draft = this.#scope.run(() => new Thing({ a: 0, provider: this.#provider() }));
    this.#key = this.#draft.localKey;
  }

  #provider(): ProviderClass<object> {
    const ask = (kind: Request['kind'], serve: () => unknown): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const settle: Request['settle'] = (outcome) =>
          'error' in outcome ? reject(outcome.error) : resolve(outcome.answer);
        this.#requests.push({ kind, serve, settle, value: this.#wanted });
      });
    const load = (): Row | undefined => this.#rows.get('1');
    const publish = (data: Partial<Row>, context: PublishContext): Row => this.#store(data, context);
    return class {
      load() {
        return ask('load', load);
      }
      publish(data: Partial<Row>, context: PublishContext) {
        return ask('publish', () => ({ status: 201, data: publish(data, context) }));
      }
    };
  }

  /** As a server with idempotency keys. */
  #store(data: Partial<Row>, { isNew, idempotencyKey = '' }: PublishContext): Row {
    const known = this.#created.get(idempotencyKey);
    if (isNew && known !== undefined) return this.#rows.get(known) as Row;
    const id = isNew ? String(this.#rows.size + 1) : (data.id ?? '');
    if (isNew) this.#created.set(idempotencyKey, id);
    const row = { a: 0, ...this.#rows.get(id), ...data, id };
    this.#rows.set(id, row);
    return row;
  }

  possible(): Happening[] {
    const acts = this.#left
      .filter((act) => act !== 'load' || this.#other !== undefined)
      .map((act) => ({ text: act, happen: () => this.#act(act) }));
    const answers = this.#requests.flatMap((request, at) =>
      ['comes', 'fails', 'is lost'].map((outcome) => ({
        text: `answer to the ${request.kind} that waits as no. ${at + 1}: ${outcome}`,
        happen: () => this.#answer(request, outcome),
      })),
    );
    return [...acts, ...answers];
  }

  #act(act: DraftAct): void {
    this.#left.splice(this.#left.indexOf(act), 1);
    if (act === 'meet')
      this.#other = this.#scope.run(() => new Thing({ id: '1', provider: this.#provider() }));
    else if (act === 'edit') this.#draft.a = ++this.#wanted;
    else this.#run(act === 'publish' ? this.#draft.publish() : (this.#other as Thing).load());
  }

  #run(operation: Promise<unknown>): void {
    this.#running++;
    // What fails is told to the user, who goes on.
    const ended = (): void => {
      this.#running--;
    };
    operation.then(ended, ended);
  }

  #answer(request: Request, outcome: string): void {
    this.#requests.splice(this.#requests.indexOf(request), 1);
    const answer = outcome === 'fails' ? undefined : request.serve();
    if (outcome !== 'comes') {
      request.settle({ error: new Error('No answer') });
      return;
    }
    if (request.kind === 'publish') this.#saved = (answer as { data: Row }).data;
    else if (this.#saved?.id === '1') this.#saved = answer as Row;
    request.settle({ answer });
  }

  check(): void {
    const draft = this.#draft;
    const saved = this.#saved;
    agree(draft.localKey, this.#key, 'key');
    agree([draft.id, draft.isDraft], [saved?.id, saved === undefined], 'id and draft');
    agree(draft.a, this.#wanted, 'what the user wrote');
    agree(draft.unpublished, saved === undefined || saved.a !== this.#wanted, 'unpublished');
    agree(this.#requests.filter(({ kind }) => kind === 'publish').length <= 1, true, 'one publish at a time');
    const other = this.#other;
    if (other === undefined || other.id !== draft.id) return;
    const look = (item: Thing) => [item.getProperties(), item.initialValues, item.localKey, item.unpublished];
    agree(look(other), look(draft), 'one entity');
    agree(this.#scope.size, 1, 'entities');
  }

  end(): void {
    agree(this.#running, 0, 'operations that never end');
    const unchanged = new Set(this.#created.values());
    agree(this.#rows.size, unchanged.size, 'created once for each key');
  }
}
