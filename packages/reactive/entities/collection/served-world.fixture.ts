import { agree } from '../../errors/agree.fixture';
import { transaction } from '../../model';
import { comparator, type ListSpecs, matcher, parseQuery } from '../../query';
import { Scope } from '../../registry';
import { type IPlayer, Player, Players, player } from './player.fixture';
import { PlayerServer, providersOf } from './player-server.fixture';

/** What a collection was asked for, and what was done to it. */
interface Asked {
  specs: ListSpecs<IPlayer>;
  /** How many are shown at most. */
  window: number;
  /** What was taken out of it. */
  readonly without: Set<string>;
  /** What it shows for good, once it was disposed of; nothing as long as nothing was loaded. */
  frozen: readonly string[] | undefined;
  failed: boolean;
  isDisposed: boolean;
}

const LISTS = 3;

/** Lets everything run that waits for nothing but its turn: operations, and what collections fetch on their own. */
const rest = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn++) await Promise.resolve();
};

/**
 * Collections of a server whose rows are changed through the client alone: when nothing is under way any more, each
 * shows just what the server would answer.
 */
export class ServedWorld {
  readonly #server = new PlayerServer();
  readonly #scope = new Scope();
  readonly #providers = providersOf(this.#server);
  readonly #lists: readonly Players[];
  readonly #asked: Asked[] = [];
  readonly #told: (readonly string[])[] = [];
  /** Keeps the items alive, so that what is known does not depend on when garbage is collected. */
  readonly #items = new Set<Player>();
  /** Where the items were told to have changed, and had not. */
  readonly #wrongNews: string[] = [];
  #created = 0;

  constructor() {
    for (let id = 1; id <= 6; id++)
      this.#server.rows.set(
        `0${id}`,
        player(`0${id}`, { score: id % 4, team: id % 2 === 0 ? 'red' : 'blue' }),
      );
    this.#lists = this.#scope.run(() =>
      Array.from({ length: LISTS }, () => new Players({ provider: this.#providers.PlayersProvider })),
    );
    this.#lists.forEach((list, at) => {
      this.#asked.push({
        specs: {},
        window: 0,
        without: new Set(),
        frozen: [],
        failed: false,
        isDisposed: false,
      });
      this.#told.push([]);
      list.on('items.changed', () => {
        const shown = list.mapItems(({ id }) => id);
        if (shown.join() === this.#told[at]?.join()) this.#wrongNews.push(`list ${at}: ${shown.join()}`);
        this.#told[at] = shown;
      });
    });
  }

  #at(at: number): readonly [Players, Asked] {
    return [this.#lists[at % LISTS] as Players, this.#asked[at % LISTS] as Asked];
  }

  /** The server's answers to one kind of question are lost while `act` runs. */
  async #failing(lost: 'list' | 'publish', act: () => Promise<unknown>): Promise<void> {
    this.#server.before = (operation) =>
      operation === lost ? Promise.reject(new Error('No answer')) : Promise.resolve();
    await act().catch(() => {});
    this.#server.before = () => Promise.resolve();
  }

  async load(at: number, specs: ListSpecs<IPlayer>): Promise<void> {
    const [list, asked] = this.#at(at);
    if (asked.isDisposed) return;
    await list.load(specs);
    asked.frozen = undefined;
    Object.assign(asked, { specs, window: specs.limit ?? Number.POSITIVE_INFINITY, failed: false });
    asked.without.clear();
  }

  async failToLoad(at: number, specs: ListSpecs<IPlayer>): Promise<void> {
    const [list, asked] = this.#at(at);
    if (asked.isDisposed) return;
    await this.#failing('list', () => list.load(specs));
    asked.failed = true;
  }

  async loadNext(at: number): Promise<void> {
    const [list, asked] = this.#at(at);
    // After a failure it is the user who loads anew.
    if (!list.fetched || asked.failed || asked.isDisposed) return;
    if (this.#due(asked).length > asked.window) agree(list.hasMore, true, 'has more');
    // Past the end the window grows only as long as the collection does not know that this is the end.
    if (list.hasMore) asked.window += asked.specs.limit ?? 0;
    await list.loadNext();
  }

  /** An item that is known: of what is changed without that nobody can tell whether it was counted. */
  async #item(id: string): Promise<Player> {
    const item = this.#scope.run(() => new Player({ id, provider: this.#providers.PlayerProvider }));
    this.#items.add(item);
    if (!item.ready) await item.load();
    return item;
  }

  #idAt(at: number): string {
    const ids = [...this.#server.rows.keys()];
    return ids[at % ids.length] ?? '01';
  }

  async publish(at: number, values: Partial<IPlayer>): Promise<void> {
    await (await this.#item(this.#idAt(at))).publish(values);
  }

  /** A change that comes back, since the server has not answered, and one in a transaction. */
  async takeBack(at: number, values: Partial<IPlayer>): Promise<void> {
    const item = await this.#item(this.#idAt(at));
    item.set(values);
    await rest();
    await this.#failing('publish', () => item.publish());
    item.revert();
    const attempt = (): unknown =>
      transaction(() => {
        item.set(values);
        for (const { size } of this.#lists) void size;
        throw new RangeError('taken back');
      });
    try {
      attempt();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }

  async create(values: Partial<IPlayer>, isAnswered: boolean): Promise<void> {
    const id = `1${String(this.#created++).padStart(2, '0')}`;
    const { PlayerProvider: provider } = this.#providers;
    const draft = this.#scope.run(
      () => new Player({ ...player(id), ...values, id: undefined as never, provider }),
    );
    this.#items.add(draft);
    draft.set({ id });
    if (isAnswered) await draft.publish();
    else await this.#failing('publish', () => draft.publish());
  }

  async delete(at: number): Promise<void> {
    if (this.#server.rows.size > 2) await (await this.#item(this.#idAt(at))).delete();
  }

  remove(at: number, which: number): void {
    const [list, asked] = this.#at(at);
    if (asked.isDisposed) return;
    const id = list.items[which % Math.max(1, list.size)]?.id;
    if (id === undefined) return;
    if (asked.frozen === undefined) asked.without.add(id);
    list.remove(id);
  }

  clear(at: number): void {
    const [list, asked] = this.#at(at);
    if (asked.frozen !== undefined) return;
    // Also what is loaded and not in the window.
    for (const { id } of this.#due(asked)) if (list.has(id)) asked.without.add(id);
    list.clear();
  }

  dispose(at: number): void {
    const [list, asked] = this.#at(at);
    asked.frozen ??= list.mapItems(({ id }) => id);
    asked.isDisposed = true;
    list.dispose();
  }

  /** What the server would answer, but for what was taken out. */
  #due({ specs, without }: Asked): IPlayer[] {
    const { where, orderBy } = parseQuery(undefined, { ...specs, limit: 1 });
    return [...this.#server.rows.values()]
      .filter(matcher(where))
      .filter(({ id }) => !without.has(id))
      .sort(comparator(orderBy));
  }

  /** Has something done, waits until nothing is under way, and compares. */
  async observe(act: () => void | Promise<void>): Promise<void> {
    const { length } = this.#server.asked;
    await act();
    await rest();
    if (this.#server.asked.length > length) this.#readmit();
    agree(this.#wrongNews, [], 'told of no change');
    for (const at of this.#lists.keys()) this.#check(at);
  }

  /** What was taken out is in again when a page has brought it. */
  #readmit(): void {
    for (const at of this.#lists.keys()) {
      const [list, { without }] = this.#at(at);
      for (const id of without) if (list.has(id)) without.delete(id);
    }
  }

  #check(at: number): void {
    const [list, asked] = this.#at(at);
    const due = this.#due(asked);
    const shown = list.mapItems(({ id }) => id);
    const all = asked.frozen ?? due.slice(0, asked.window).map(({ id }) => id);
    // What is missing at the end is not fetched as long as a failure stands.
    agree({ [`list ${at}`]: shown }, { [`list ${at}`]: asked.failed ? all.slice(0, shown.length) : all });
    agree(this.#told[at], shown, 'told');
    agree([list.fetching, list.error !== undefined], [false, asked.failed], 'fetching and failed');
    if (asked.frozen !== undefined) return;
    agree([list.getTotal(), list.stale], [due.length, shown.length < all.length], 'total and stale');
  }
}
