// @vitest-environment happy-dom
import { Activity, Suspense, startTransition, use, useLayoutEffect } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deferred } from '../entities/collection/player.fixture';
import { RegistryFactory } from '../entities/item';
import { collectGarbage } from '../registry/garbage.fixture';
import { useModel } from './index';
import { Member } from './member.fixture';
import { act, change, show } from './render.fixture';
import { Tracker } from './tracker';

const block = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

/** React slices its work only outside of `act`. */
const outsideOfAct = async (run: () => Promise<void>): Promise<void> => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
  try {
    await run();
  } finally {
    vi.unstubAllGlobals();
  }
};

afterEach(() => RegistryFactory.clearAll());

describe('rendering in slices', () => {
  it('[V-9] never shows two values of one property at once', async () => {
    const member = new Member({ id: '1', name: 'before' });
    const rendered: string[] = [];
    const commits: string[] = [];
    const Slow = () => {
      const { name } = useModel(member);
      block(8);
      rendered.push(name);
      return <i>{name} </i>;
    };
    const element = document.createElement('div');
    const List = ({ shown }: { shown: boolean }) => {
      useLayoutEffect(() => {
        commits.push(element.textContent);
      });
      return shown ? [1, 2, 3, 4, 5, 6].map((key) => <Slow key={key} />) : 'nothing';
    };
    await outsideOfAct(async () => {
      const root = createRoot(element);
      root.render(<List shown={false} />);
      await expect.poll(() => element.textContent).toBe('nothing');
      startTransition(() => root.render(<List shown />));
      await expect.poll(() => rendered.length, { interval: 1 }).toBeGreaterThan(0);
      expect(element.textContent).toBe('nothing');
      member.name = 'after';
      await expect.poll(() => element.textContent).toBe('after '.repeat(6));
      root.unmount();
    });
    expect(rendered).toContain('before');
    expect(commits).toEqual(['nothing', 'after '.repeat(6)]);
  });

  it('[V-9] keeps the screen up to date while a transition to another model is held up', async () => {
    const [ada, grace] = [new Member({ id: '1', name: 'Ada' }), new Member({ id: '2', name: 'Grace' })];
    const { promise, resolve } = deferred<string>();
    const Slow = ({ member }: { member: Member }) => {
      const { name } = useModel(member);
      return member === grace ? `${name} ${use<string>(promise)}` : name;
    };
    const Page = ({ member }: { member: Member }) => (
      <Suspense fallback="waiting">
        <Slow member={member} />
      </Suspense>
    );
    using screen = await show(<Page member={ada} />);
    await act(async () => startTransition(() => void screen.show(<Page member={grace} />)));
    expect(screen.text).toBe('Ada');
    await change(() => ada.set({ name: 'Lovelace' }));
    expect(screen.text).toBe('Lovelace');
    await change(() => grace.set({ name: 'Hopper' }));
    await act(async () => resolve('!'));
    expect(screen.text).toBe('Hopper !');
    await change(() => grace.set({ name: 'Admiral' }));
    expect(screen.text).toBe('Admiral !');
  });

  it('[V-9] is up to date when it is shown again after it was hidden', async () => {
    const member = new Member({ id: '1', name: 'Ada' });
    const Reader = () => useModel(member).name;
    const Page = ({ hidden }: { hidden: boolean }) => (
      <Activity mode={hidden ? 'hidden' : 'visible'}>
        <p>
          <Reader />
        </p>
      </Activity>
    );
    using screen = await show(<Page hidden={false} />);
    await screen.show(<Page hidden />);
    await change(() => member.set({ name: 'Grace' }));
    await screen.show(<Page hidden={false} />);
    expect(screen.text).toBe('Grace');
    await change(() => member.set({ name: 'Alan' }));
    expect(screen.text).toBe('Alan');
  });
});

describe('renders that never reach the screen', () => {
  it('[V-8] leave nothing behind, once they are collected', async () => {
    const member = new Member({ id: '1', name: 'Ada' });
    const abandon = (): WeakRef<object> => {
      const tracker = new Tracker();
      const reading = tracker.begin();
      tracker.read(() => member.name);
      return new WeakRef(reading);
    };
    const readings = Array.from({ length: 50 }, abandon);
    await expect
      .poll(() => {
        collectGarbage();
        // What is read keeps its readers alive as long as they are subscribed to it.
        return readings.filter((reading) => reading.deref() !== undefined).length;
      })
      .toBe(0);
    expect(member.name).toBe('Ada');
  });

  it('[V-8] a render that is started over leaves only the last one subscribed', () => {
    const member = new Member({ id: '1', name: 'Ada', score: 1 });
    const tracker = new Tracker();
    let told = 0;
    tracker.subscribe(() => told++);
    tracker.begin();
    tracker.read(() => member.name);
    const last = tracker.begin();
    tracker.read(() => member.score);
    tracker.commit(last, member);
    member.name = 'Grace';
    expect(told).toBe(0);
    member.score = 2;
    expect(told).toBe(1);
  });

  it('[V-5] one that was started over and reaches the screen all the same is rendered again', () => {
    const member = new Member({ id: '1', name: 'Ada' });
    const tracker = new Tracker();
    let told = 0;
    tracker.subscribe(() => told++);
    const first = tracker.begin();
    tracker.read(() => member.name);
    tracker.begin();
    tracker.commit(first, member);
    expect(told).toBe(1);
  });
});

describe('on a server', () => {
  it('[V-10] renders to a string, and takes over what was rendered', async () => {
    const member = new Member({ id: '1', name: 'Ada' });
    const Reader = () => <b>{useModel(member).name}</b>;
    const element = document.createElement('div');
    element.innerHTML = renderToString(<Reader />);
    expect(element.innerHTML).toBe('<b>Ada</b>');
    const root = await act(async () => hydrateRoot(element, <Reader />));
    await change(() => member.set({ name: 'Grace' }));
    expect(element.innerHTML).toBe('<b>Grace</b>');
    await change(() => root.unmount());
  });
});
