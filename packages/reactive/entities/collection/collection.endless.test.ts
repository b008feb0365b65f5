import { beforeEach, describe, expect, it } from 'vitest';
import { RegistryFactory } from '../item';
import { settled } from '../item/task.fixture';
import { ids, Players, player } from './player.fixture';

beforeEach(() => RegistryFactory.clearAll());

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
