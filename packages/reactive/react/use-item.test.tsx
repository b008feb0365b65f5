// @vitest-environment happy-dom
import { Component, type ReactNode, StrictMode, Suspense } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deferred } from '../entities/collection/player.fixture';
import { NotFoundError, setErrorReporter, UnavailableError } from '../errors';
import { Scope } from '../registry';
import { retryLoad, ScopeProvider, useItem, useScope } from './index';
import { type IMember, Member } from './member.fixture';
import { act, change, type Screen, show } from './render.fixture';

/** What the provider answers; a test replaces it. */
let answer: (id: string) => Promise<Partial<IMember>>;
let asked: string[];

class MemberProvider {
  load(id: string) {
    asked.push(id);
    return answer(id);
  }
}

const Name = ({ id }: { id: string }) => {
  const member = useItem(Member, { id, provider: MemberProvider });
  return `${member.name}${member.isAdmin ? '★' : ''} `;
};

class Boundary extends Component<{ readonly children: ReactNode }, { readonly error?: Error | undefined }> {
  override state: { readonly error?: Error | undefined } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const retry = () => {
      retryLoad(error);
      this.setState({ error: undefined });
    };
    return (
      <button type="button" onClick={retry}>
        {error.name}: {error.message}
      </button>
    );
  }
}

let scope: Scope;

const page = (...ids: string[]) => (
  <ScopeProvider scope={scope}>
    <Boundary>
      <Suspense fallback="loading">
        {ids.map((id, index) => (
          <Name key={index} id={id} />
        ))}
      </Suspense>
    </Boundary>
  </ScopeProvider>
);

const known = (values: Partial<IMember>): Member => scope.run(() => new Member(values));

const press = (screen: Screen): Promise<void> =>
  act(async () => screen.element.querySelector('button')?.click());

beforeEach(() => {
  scope = new Scope();
  asked = [];
  answer = (id) => Promise.resolve({ id, name: `Member ${id}`, role: 'user' });
});
afterEach(() => scope.dispose());

describe('loading an item', () => {
  it('[V-11] suspends until there is data, then follows it', async () => {
    const { promise, resolve } = deferred<Partial<IMember>>();
    answer = () => promise;
    using screen = await show(page('1'));
    expect(screen.text).toBe('loading');
    await act(async () => resolve({ id: '1', name: 'Ada', role: 'user' }));
    expect(screen.text).toBe('Ada ');
    await change(() => known({ id: '1' }).set({ role: 'admin' }));
    expect(screen.text).toBe('Ada★ ');
  });

  it('[V-11] loads once for all components that show the same item, under StrictMode too', async () => {
    using screen = await show(<StrictMode>{page('1', '1', '2')}</StrictMode>);
    expect(screen.text).toBe('Member 1 Member 1 Member 2 ');
    expect(asked).toEqual(['1', '2']);
  });

  it('[V-11] loads another item when the id changes', async () => {
    using screen = await show(page('1'));
    await screen.show(page('2'));
    expect(screen.text).toBe('Member 2 ');
    expect(asked).toEqual(['1', '2']);
  });

  it('[V-11] a component that is gone before the answer comes is no problem', async () => {
    const { promise, resolve } = deferred<Partial<IMember>>();
    answer = () => promise;
    using screen = await show(page('1'));
    await screen.show('gone');
    await act(async () => resolve({ id: '1', name: 'Ada', role: 'user' }));
    expect(screen.text).toBe('gone');
  });

  it('[V-12] shows at once what is known, and brings it up to date', async () => {
    const member = known({ id: '1', name: 'Old', role: 'user' });
    const { promise, resolve } = deferred<Partial<IMember>>();
    answer = () => promise;
    using screen = await show(page('1'));
    expect(screen.text).toBe('Old ');
    await act(async () => resolve({ id: '1', name: 'New', role: 'user' }));
    expect(screen.text).toBe('New ');
    expect(member.name).toBe('New');
  });

  it('[V-12] asks for nothing until it is on the screen, as on a server', () => {
    const member = known({ id: '1', name: 'Ada', role: 'user' });
    expect(renderToString(page('1'))).toContain(member.name);
    expect(asked).toEqual([]);
  });

  it('[V-12] keeps what is known when bringing it up to date fails, and reports that', async () => {
    const reported: unknown[] = [];
    const restore = setErrorReporter((error) => reported.push(error));
    const member = known({ id: '1', name: 'Old', role: 'user' });
    const failure = new UnavailableError('no server');
    answer = () => Promise.reject(failure);
    using screen = await show(page('1'));
    expect(screen.text).toBe(`${member.name} `);
    expect(reported).toEqual([failure]);
    restore();
  });
});

describe('a load that fails', () => {
  // React tells the console of every error that a boundary caught.
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));

  it('[V-13] throws its error to the nearest boundary, whose reset loads again', async () => {
    answer = () => Promise.reject(new NotFoundError('There is no member 1.'));
    using screen = await show(page('1'));
    expect(screen.text).toBe('NotFoundError: There is no member 1.');
    expect(asked).toEqual(['1']);
    answer = (id) => Promise.resolve({ id, name: 'Ada', role: 'user' });
    await press(screen);
    expect(screen.text).toBe('Ada ');
    expect(asked).toEqual(['1', '1']);
  });

  it('[V-13] items that failed by one request are loaded again together', async () => {
    let isDown = true;
    class BatchProvider extends MemberProvider {
      loadMany(ids: readonly string[]): Promise<Partial<IMember>[]> {
        if (isDown) return Promise.reject(new UnavailableError('down'));
        return Promise.resolve(ids.map((id) => ({ id, name: `Member ${id}`, role: 'user' })));
      }
    }
    const Batched = ({ id }: { id: string }) => useItem(Member, { id, provider: BatchProvider }).name;
    using screen = await show(
      <ScopeProvider scope={scope}>
        <Boundary>
          {['1', '2'].map((id) => (
            <Suspense key={id}>
              <Batched id={id} />
            </Suspense>
          ))}
        </Boundary>
      </ScopeProvider>,
    );
    expect(screen.text).toBe('UnavailableError: down');
    isDown = false;
    await press(screen);
    expect(screen.text).toBe('Member 1Member 2');
  });

  it('[V-13] what was thrown by others is left alone by retryLoad', () => {
    expect(() => [new Error('other'), undefined, 'text', 7].forEach(retryLoad)).not.toThrow();
  });
});

describe('what is kept', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('[V-14] keeps an item as long as it is shown, and a little longer', async () => {
    using screen = await show(page('1'));
    await vi.advanceTimersByTimeAsync(60_000);
    await screen.show('elsewhere');
    await screen.show(page('1'));
    expect(asked).toEqual(['1']);
    await screen.show('elsewhere');
    await vi.advanceTimersByTimeAsync(60_000);
    await screen.show(page('1'));
    expect(asked).toEqual(['1', '1']);
  });

  it('[V-14] does not keep what was deleted, once nobody shows it', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    using screen = await show(page('1'));
    await change(() => known({ id: '1' }).delete());
    expect(screen.text).toBe('Member 1 ');
    await screen.show('elsewhere');
    answer = () => Promise.reject(new NotFoundError('There is no member.'));
    await screen.show(page('1'));
    expect(screen.text).toBe('NotFoundError: There is no member.');
    expect(asked).toEqual(['1', '1']);
  });

  it('[V-14] a failure that nobody looks at any more is forgotten, and a newer load is not', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    answer = () => Promise.reject(new UnavailableError('down'));
    using screen = await show(page('1'));
    answer = (id) => Promise.resolve({ id, name: 'Ada', role: 'user' });
    await press(screen);
    await vi.advanceTimersByTimeAsync(60_000);
    await screen.show(page('1', '1'));
    expect(screen.text).toBe('Ada Ada ');
    expect(asked).toEqual(['1', '1']);
  });

  it('[V-24] is forgotten with the scope: what is rendered next is loaded anew', async () => {
    using screen = await show(page('1'));
    await screen.show('elsewhere');
    scope.clear();
    answer = (id) => Promise.resolve({ id, name: 'What others may see', role: 'user' });
    await screen.show(page('1'));
    expect(screen.text).toBe('What others may see ');
    expect(asked).toEqual(['1', '1']);
  });
});

describe('a scope of its own', () => {
  it('[V-15] shares nothing with the outside', async () => {
    const scopes = [new Scope(), new Scope()];
    const outside = known({ id: '1', name: 'Outside', role: 'user' });
    const Inside = () => {
      const own = useScope();
      return <Name id={scopes.includes(own) ? '1' : 'none'} />;
    };
    using screen = await show(
      scopes.map((own, index) => (
        <ScopeProvider key={index} scope={own}>
          <Suspense fallback="loading">
            <Inside />
          </Suspense>
        </ScopeProvider>
      )),
    );
    expect(screen.text).toBe('Member 1 Member 1 ');
    expect(asked).toEqual(['1', '1']);
    await change(() => scopes[0]?.run(() => new Member({ id: '1' }).set({ name: 'First' })));
    expect(screen.text).toBe('First Member 1 ');
    expect(outside.name).toBe('Outside');
    for (const own of scopes) own.dispose();
  });
});
