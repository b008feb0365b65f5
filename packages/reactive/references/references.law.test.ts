import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../errors/runs.fixture';
import { effect } from '../model';
import { Scope } from '../registry';
import { Author, Ticket } from './ticket.fixture';

const AUTHORS = 5;

/** An author to refer to: the first are entities, the others drafts until they are published. */
const author = fc.nat(AUTHORS - 1);

interface Choice {
  readonly kind: 'assign' | 'show';
  readonly authors: readonly number[];
  readonly holder: number;
}
interface Edit {
  readonly kind: 'one' | 'add' | 'remove';
  readonly author: number;
  readonly holder: number;
}
interface Turn {
  readonly kind: 'publish' | 'rename' | 'news';
  readonly author: number;
}
interface Return {
  readonly kind: 'revert' | 'rollback';
  readonly holder: number;
}
type Step = Choice | Edit | Turn | Return;

const holder = fc.nat(1);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('assign' as const, 'show' as const),
    authors: fc.uniqueArray(author, { maxLength: AUTHORS }),
    holder,
  }),
  fc.record({ kind: fc.constantFrom('one' as const, 'add' as const, 'remove' as const), author, holder }),
  fc.record({ kind: fc.constantFrom('publish' as const, 'rename' as const, 'news' as const), author }),
  fc.record({ kind: fc.constantFrom('revert' as const, 'rollback' as const), holder }),
);

/** A holder, what it should refer to, and what effects have last seen of it. */
class Held {
  readonly ticket: Ticket;
  many: readonly Author[] = [];
  one: Author | undefined;
  readonly seen = { many: '', one: '' };

  constructor(id: string) {
    this.ticket = new Ticket({ id, watcherIds: [], authorId: null });
    effect(() => {
      this.seen.many = this.ticket.watchers.items.map(({ name }) => name).join();
    });
    effect(() => {
      this.seen.one = this.ticket.authorName ?? '';
    });
  }
}

const keyOf = (each: Author): string => (each.isDraft ? each.localKey : each.id);

class World {
  readonly authors: Author[];
  readonly held: readonly Held[];
  #names = 0;
  readonly #scope = new Scope();

  constructor() {
    class Store {
      publish = ({ id = `p${this.#next()}` }: { id?: string }) =>
        Promise.resolve({ status: 201, data: { id } });
      static count = 0;
      #next = () => Store.count++;
    }
    this.authors = this.#scope.run(() =>
      Array.from(
        { length: AUTHORS },
        (_, n) => new Author({ name: `${n}`, provider: Store, ...(n < 2 ? { id: `e${n}` } : {}) }),
      ),
    );
    this.held = this.#scope.run(() => [new Held('1'), new Held('2')]);
  }

  async take(each: Step): Promise<void> {
    if (!('holder' in each)) {
      await this.#turn(each);
      return;
    }
    const held = this.held[each.holder] as Held;
    if ('authors' in each) this.#choose(held, each);
    else if ('author' in each) this.#change(held, each.kind, this.authors[each.author] as Author);
    else if (each.kind === 'rollback') this.#rollBack(held.ticket);
    else {
      held.ticket.revert();
      Object.assign(held, { many: [], one: undefined });
    }
  }

  async #turn({ kind, author }: Turn): Promise<void> {
    const target = this.authors[author] as Author;
    this.#names++;
    const name = `${kind} ${this.#names}`;
    if (kind === 'rename') target.name = name;
    else if (kind === 'publish') await target.publish();
    else if (!target.isDraft) this.#scope.run(() => new Author({ id: target.id, name }));
  }

  #choose(held: Held, { kind, authors }: Choice): void {
    const chosen = authors.map((n) => this.authors[n] as Author);
    // Keys of drafts are no ids that somebody could know.
    held.many = kind === 'assign' ? chosen.filter(({ isDraft }) => !isDraft) : chosen;
    if (kind === 'show') held.ticket.watchers.items = held.many;
    else held.ticket.watcherIds = held.many.map(({ id }) => id);
  }

  #change(held: Held, kind: 'one' | 'add' | 'remove', target: Author): void {
    const { ticket, many } = held;
    if (kind === 'one') {
      ticket.author.item = held.one === target ? null : target;
      held.one = held.one === target ? undefined : target;
    } else if (kind === 'remove') {
      ticket.watchers.remove(target);
      held.many = many.filter((each) => each !== target);
    } else if (!many.includes(target)) {
      ticket.watchers.add(target);
      held.many = [...many, target];
    }
  }

  #rollBack(ticket: Ticket): void {
    try {
      ticket.transaction(() => {
        ticket.watchers.items = this.authors;
        ticket.author.item = this.#scope.run(() => new Author({ name: 'rolled back' }));
        throw new Error('rolled back');
      });
    } catch {
      // Nothing has happened.
    }
  }
}

const check = ({ held }: World): void => {
  for (const { ticket, many, one, seen } of held) {
    expect(ticket.watcherIds).toEqual(many.map(keyOf));
    expect(ticket.watchers.items.length).toBe(many.length);
    expect(ticket.watchers.items.every((item, index) => item === many[index])).toBe(true);
    expect(ticket.authorId).toBe(one === undefined ? null : keyOf(one));
    expect(ticket.author.item === one).toBe(true);
    expect(seen).toEqual({ many: many.map(({ name }) => name).join(), one: one?.name ?? '' });
  }
};

describe('any order of assignments, additions, publishes, renames, reverts and rollbacks', () => {
  it('[F-12] refers to the same objects by the ids that they have, and tells of every change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const world = new World();
        for (const each of steps) {
          await world.take(each);
          check(world);
        }
      }),
      runs(300),
    );
  }, 60_000);
});
