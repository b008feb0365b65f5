import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RegistryFactory } from '../item';
import { settled } from '../item/task.fixture';
import { ids, Players, player } from './player.fixture';

beforeEach(() => RegistryFactory.clearAll());

/** Asks again and again. Other files of a browser's page may hold it up for a second, with all its timers. */
const soon = (check: () => void): Promise<void> => vi.waitFor(check, 4000);

describe('a list that seems to have no end', () => {
  it('[C-10] ends with a cursor that comes without rows', async () => {
    class Endless {
      list = () => Promise.resolve({ items: [], total: 7, next: 'more' });
    }
    const endless = new Players({ provider: Endless });
    await endless.load();
    expect(endless.getNext()).toBeNull();
    expect(endless.stale).toBe(false);
  });

  it('[C-10] is not followed for ever where a page leads to itself', async () => {
    let asked = 0;
    // In another order than it says: what it holds does not fill the window, and asking again brings the same.
    class Stuck {
      list = () => {
        asked += 1;
        if (asked > 20) throw new Error('asked for ever');
        return Promise.resolve({ items: ['1', '2', '3'].map((id) => player(id)), total: 9, next: 'more' });
      };
    }
    const stuck = new Players({ provider: Stuck });
    await stuck.load({ orderBy: { id: 'desc' }, limit: 3 });
    await settled();
    expect(asked).toBeLessThan(6);
    expect(stuck.error).toBeUndefined();
  });

  it('[C-10] is not followed for ever where each page leads to another, and none brings anything', async () => {
    let asked = 0;
    let last = 3;
    // Shows its last page again and again, as one does that counts pages and takes too high a number for the last.
    class Clamped {
      list = ({ next = '0', limit = 3 }: { next?: string; limit?: number }) => {
        asked += 1;
        if (asked > 300) throw new Error('asked for ever');
        const start = Math.min(Number(next), last - limit);
        const items = Array.from({ length: limit }, (_, n) => player(String(start + n)));
        return Promise.resolve({ items, total: 9, next: String(Number(next) + limit) });
      };
    }
    const clamped = new Players({ provider: Clamped });
    await clamped.load({ orderBy: { id: 'asc' }, limit: 3 });
    await clamped.loadNext();
    await soon(() => expect(clamped.fetching).toBe(false));
    expect(asked).toBeLessThan(110);
    expect([ids(clamped), clamped.error]).toEqual([['0', '1', '2'], undefined]);

    // There is more by now: whoever asks for it gets it, and what is missing comes by itself again.
    last = 1000;
    await clamped.loadNext();
    await soon(() => expect(clamped.size).toBe(9));
    expect(asked).toBeLessThan(110);
  });

  it.each([
    { beside: 'alone', others: 0 },
    { beside: 'beside another list', others: 1 },
  ])(
    '[C-10] is followed past many pages of which nothing matches to those that bring something: $beside',
    async ({ others }) => {
      // Every seventieth page brings one that matches, though fewer are said to match than pages are read.
      class Sparse {
        readonly itemProvider = class {
          delete = () => Promise.resolve(true);
        };
        list = ({ next = '0' }: { next?: string }) => {
          const team = Number(next) % 70 === 0 ? 'red' : 'blue';
          return Promise.resolve({
            items: [player(next.padStart(4, '0'), { team })],
            total: 9,
            next: String(Number(next) + 1),
          });
        };
      }
      const beside = Array.from({ length: others }, () => new Players());
      const sparse = new Players({ provider: Sparse });
      await sparse.load({ where: { team: 'red' }, orderBy: { id: 'asc' }, limit: 1 });
      await sparse.loadNext();
      await soon(() => expect(ids(sparse)).toEqual(['0000', '0070']));
      await sparse.loadNext();
      await soon(() => expect(ids(sparse)).toEqual(['0000', '0070', '0140']));
      await sparse.deleteAsync(['0000', '0070', '0140']);
      await soon(() => expect(ids(sparse)).toEqual(['0210', '0280', '0350']));
      expect([sparse.getTotal(), sparse.stale, beside.length]).toEqual([3, false, others]);
    },
  );

  it('[C-10] is followed while the same cursor brings something, and again from a new load on', async () => {
    const rows = ['1', '2', '3', '4', '5', '6', '7', '8'].map((id) => player(id));
    let place = 0;
    let isStuck = false;
    let asked = 0;
    // As servers do that keep the place themselves.
    class Scrolled {
      readonly itemProvider = class {
        delete = () => Promise.resolve(true);
      };
      list = ({ next, limit = 20 }: { next?: unknown; limit?: number }) => {
        asked += 1;
        if (asked > 30) throw new Error('asked for ever');
        if (next === undefined) place = 0;
        const items = isStuck ? rows.slice(3, 4) : rows.slice(place, place + limit);
        if (!isStuck) place += limit;
        return Promise.resolve({ items, total: 8, next: 'place' });
      };
    }
    const scrolled = new Players({ provider: Scrolled as never });
    const load = () => scrolled.load({ orderBy: { id: 'asc' }, limit: 3 });
    const lose = async (id: string) => {
      await scrolled.deleteAsync([id]);
      await settled();
      return ids(scrolled);
    };
    await load();
    expect(await lose('1')).toEqual(['2', '3', '4']);
    expect(await lose('2')).toEqual(['3', '4', '5']);
    isStuck = true;
    expect(await lose('3')).toEqual(['4', '5']);
    isStuck = false;
    expect(await lose('4')).toEqual(['5']);
    rows.splice(0, 4);
    await load();
    expect(await lose('5')).toEqual(['6', '7', '8']);
  });

  it('[C-16] goes on past a page of which nothing matches, if it leads to another', async () => {
    const pages: Record<string, string[]> = { first: ['1', '2'], second: ['3', '4'], third: ['5', '6'] };
    const cursors: Record<string, string> = { first: 'second', second: 'third' };
    class Paged {
      readonly itemProvider = class {
        delete = () => Promise.resolve(true);
      };
      list = ({ next = 'first' }: { next?: string }) => {
        const team = next === 'second' ? 'blue' : 'red';
        const items = (pages[next] ?? []).map((id) => player(id, { team }));
        return Promise.resolve({ items, total: 6, next: cursors[next] ?? null });
      };
    }
    const paged = new Players({ provider: Paged });
    await paged.load({ where: { team: 'red' }, orderBy: { id: 'asc' }, limit: 2 });
    await paged.deleteAsync(['1']);
    await settled();
    expect(ids(paged)).toEqual(['2', '5']);
  });
});
