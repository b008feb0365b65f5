// @vitest-environment happy-dom
import { Activity, memo, StrictMode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ListContext } from '../entities/collection';
import { deferred } from '../entities/collection/player.fixture';
import { RegistryFactory } from '../entities/item';
import { setErrorReporter, UnavailableError } from '../errors';
import type { ListResult, ListSpecs } from '../query';
import { modelOf, useCollection, useItems, useModel } from './index';
import { type IMember, Member, Members } from './member.fixture';
import { act, change, show } from './render.fixture';

interface Request {
  readonly specs: ListSpecs<IMember>;
  readonly signal: AbortSignal | undefined;
}

let requests: Request[];
let answer: (specs: ListSpecs<IMember>) => Promise<ListResult<IMember>>;

class MembersProvider {
  list(specs: ListSpecs<IMember>, context?: ListContext) {
    requests.push({ specs, signal: context?.signal });
    return answer(specs);
  }
}

const member = (id: string, values: Partial<IMember> = {}): IMember => ({
  id,
  name: `Member ${id}`,
  role: 'user',
  score: 0,
  ...values,
});

const List = ({ specs }: { specs: ListSpecs<IMember> }) => {
  const members = useItems(Members, { provider: MembersProvider }, specs);
  const { fetched, fetching, error, getTotal } = members;
  const names = members.items.map(({ id }) => id).join();
  return `${fetched ? names : 'nothing yet'} of ${getTotal()}${fetching ? ' …' : ''}${error?.message ?? ''}`;
};

beforeEach(() => {
  requests = [];
  answer = () => Promise.resolve({ items: [member('1'), member('2')], total: 2, next: null });
});
afterEach(() => RegistryFactory.clearAll());

describe('showing a collection', () => {
  it('[V-16] renders for the items shown and for what it read, not for what is inside an item', async () => {
    const members = new Members();
    members.addItems([member('1'), member('2')]);
    const rows: string[] = [];
    let lists = 0;
    const Row = memo(({ item }: { item: Member }) => {
      const { id, name } = useModel(item);
      rows.push(id);
      return <li>{name}</li>;
    });
    const Rows = () => {
      lists++;
      return useCollection(members).items.map((item) => <Row key={item.id} item={item} />);
    };
    using screen = await show(<Rows />);
    rows.length = 0;
    await change(() => members.get('2')?.set({ name: 'Ada' }));
    expect([lists, rows]).toEqual([1, ['2']]);
    await change(() => members.addItems([member('3')]));
    expect([lists, rows]).toEqual([2, ['2', '3']]);
    await change(() => members.remove('1'));
    expect([lists, rows]).toEqual([3, ['2', '3']]);
    expect(screen.text).toBe('AdaMember 3');
  });
});

describe('loading a collection', () => {
  it('[V-17] loads what is asked for, and again when that changes; equal specs are no change', async () => {
    using screen = await show(<List specs={{ where: { role: 'user' }, limit: 2 }} />);
    expect(screen.text).toBe('1,2 of 2');
    await screen.show(<List specs={{ where: { role: 'user' }, limit: 2 }} />);
    expect(requests).toHaveLength(1);
    const { promise, resolve } = deferred<ListResult<IMember>>();
    answer = () => promise;
    await screen.show(<List specs={{ where: { role: 'admin' }, limit: 2 }} />);
    expect(screen.text).toBe('1,2 of 2 …');
    await act(async () => resolve({ items: [member('3', { role: 'admin' })], total: 1, next: null }));
    expect(screen.text).toBe('3 of 1');
    expect(requests.map(({ specs }) => specs)).toEqual([
      { where: { role: 'user' }, limit: 2 },
      { where: { role: 'admin' }, limit: 2 },
    ]);
  });

  it('[V-17] makes the collection of all that it is given, and another one only where that is another', async () => {
    const saved: unknown[] = [];
    class MemberProvider {
      publish = (data: Partial<IMember>) => {
        saved.push(data);
        return Promise.resolve({ status: 200, data });
      };
    }
    class Shown extends Members {
      constructor(readonly specs: ConstructorParameters<typeof Members>[0] & { readonly tags: string[] }) {
        super(specs);
      }
    }
    const shown = new Set<Shown>();
    const Rows = ({ tag }: { tag: string }) => {
      const specs = { provider: MembersProvider, itemProvider: MemberProvider, tags: [tag] };
      const members = useItems(Shown, specs, { limit: 2 });
      shown.add(modelOf(members));
      return members.items.map(({ name }) => name).join();
    };
    using screen = await show(<Rows tag="a" />);
    await screen.show(<Rows tag="a" />);
    const [members] = shown;
    await change(() => members?.items[0]?.publish({ name: 'Ada' }));
    expect([screen.text, saved]).toEqual(['Ada,Member 2', [{ id: '1', name: 'Ada' }]]);
    expect([shown.size, members?.specs.tags]).toEqual([1, ['a']]);
    await screen.show(<Rows tag="b" />);
    expect([...shown].map(({ specs }) => specs.tags)).toEqual([['a'], ['b']]);
  });

  it('[V-17] never shows an answer that newer specs have superseded', async () => {
    const answers = [deferred<ListResult<IMember>>(), deferred<ListResult<IMember>>()];
    answer = ({ limit = 0 }) => answers[limit - 1]?.promise ?? Promise.reject(new Error('unexpected'));
    using screen = await show(<List specs={{ limit: 1 }} />);
    await screen.show(<List specs={{ limit: 2 }} />);
    expect(requests.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
    await act(async () => answers[1]?.resolve({ items: [member('new')], total: 1, next: null }));
    await act(async () => answers[0]?.resolve({ items: [member('old')], total: 1, next: null }));
    expect(screen.text).toBe('new of 1');
  });

  it('[V-17] a failure stands in `error`, what was shown stays', async () => {
    using screen = await show(<List specs={{ limit: 2 }} />);
    answer = () => Promise.reject(new UnavailableError(' down'));
    await screen.show(<List specs={{ limit: 3 }} />);
    expect(screen.text).toBe('1,2 of 2 down');
  });

  it('[V-17] so do specs that could not even be sent, which nobody else is told of', async () => {
    const reported: unknown[] = [];
    const restore = setErrorReporter((error) => reported.push(error));
    using screen = await show(<List specs={{ limit: -1 }} />);
    expect(screen.text).toBe('nothing yet of 0limit: Expected a whole number from 1 to 100');
    await screen.show(<List specs={{ limit: 1 }} />);
    restore();
    expect(screen.text).toBe('1,2 of 2');
    expect(reported).toEqual([]);
  });

  it('[V-23] shows at once what another collection shows for the same specs, and brings it up to date', async () => {
    const others = new Members({ provider: MembersProvider });
    await others.load({ where: { role: { equals: 'user' } }, orderBy: [{ name: 'asc' }], limit: 2 });
    const { promise, resolve } = deferred<ListResult<IMember>>();
    answer = () => promise;
    using screen = await show(
      <List specs={{ where: { role: 'user' }, orderBy: { name: 'asc' }, limit: 2 }} />,
    );
    expect(screen.text).toBe('1,2 of 2 …');
    await act(async () => resolve({ items: [member('1'), member('3')], total: 2, next: null }));
    expect(screen.text).toBe('1,3 of 2');
    expect(requests).toHaveLength(2);
    expect(others.getTotal()).toBeGreaterThan(0);
  });

  it('[V-23] has a draft that is being published, and none that was added by hand', async () => {
    const others = new Members({ provider: MembersProvider });
    await others.load({ orderBy: { name: 'asc' }, limit: 9 });
    others.addItems([{ name: 'By hand', role: 'user' }]);
    const published = deferred<Partial<IMember>>();
    class MemberProvider {
      publish = async () => ({ status: 201, data: await published.promise });
    }
    const draft = new Member({ name: 'Member 10', role: 'user', provider: MemberProvider });
    const publishing = draft.publish();
    expect(others.mapItems(({ name }) => name)).toEqual(['By hand', 'Member 1', 'Member 10', 'Member 2']);
    const waiting = deferred<ListResult<IMember>>();
    answer = () => waiting.promise;
    using screen = await show(<List specs={{ orderBy: { name: 'asc' }, limit: 9 }} />);
    expect(screen.text).toBe('1,,2 of 3 …');
    published.resolve({ id: '10' });
    await change(() => publishing);
    expect(screen.text).toBe('1,10,2 of 3 …');
  });

  it.each([
    ['other specs', { limit: 3 }],
    ['wrong specs', { limit: -1 }],
  ])('[V-23] shows nothing of it for %s', async (_what, specs) => {
    const others = new Members({ provider: MembersProvider });
    await others.load({ limit: 2 });
    answer = () => deferred<ListResult<IMember>>().promise;
    const restore = setErrorReporter(() => {});
    using screen = await show(<List specs={specs} />);
    restore();
    expect(screen.text).toMatch(/^nothing yet/);
    expect(others.size).toBe(2);
  });

  it('[V-23] nor what the registry has forgotten, or a collection that was disposed of', async () => {
    const others = [new Members({ provider: MembersProvider }), new Members({ provider: MembersProvider })];
    for (const each of others) await each.load({ limit: 2 });
    others[0]?.dispose();
    RegistryFactory.clearAll();
    answer = () => deferred<ListResult<IMember>>().promise;
    using screen = await show(<List specs={{ limit: 2 }} />);
    expect(screen.text).toMatch(/^nothing yet/);
    expect(others[1]?.size).toBe(2);
  });

  it('[V-18] gives up when it unmounts, and follows nothing any more', async () => {
    answer = () => deferred<ListResult<IMember>>().promise;
    using screen = await show(<List specs={{}} />);
    await screen.show('elsewhere');
    expect(requests[0]?.signal?.aborted).toBe(true);
  });

  it('[V-18] is alive under StrictMode, and when it is shown again after it was hidden', async () => {
    const page = (mode: 'visible' | 'hidden') => (
      <StrictMode>
        <Activity mode={mode}>
          <p>
            <List specs={{}} />
          </p>
        </Activity>
      </StrictMode>
    );
    using screen = await show(page('visible'));
    await change(() => new Member({ id: '1' }).delete());
    expect(screen.text).toBe('2 of 1');
    await screen.show(page('hidden'));
    await screen.show(page('visible'));
    expect(screen.text).toBe('1,2 of 2');
    await change(() => new Member({ id: '2' }).delete());
    expect(screen.text).toBe('1 of 1');
  });
});
