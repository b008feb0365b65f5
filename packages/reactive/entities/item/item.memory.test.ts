import { describe, expect, it, vi } from 'vitest';
import { Scope } from '../../registry';
import { survivors } from '../../registry/garbage.fixture';
import { scripted, Task } from './task.fixture';

describe('what the registry keeps', () => {
  it('[R-7] is no item that nobody refers to, nor what it knows', async () => {
    const scope = new Scope();
    const kept = await survivors(() =>
      scope.run(() =>
        Array.from({ length: 50 }, (_, n) => new WeakRef(new Task({ id: `${n}`, title: 'one' }))),
      ),
    );
    expect(kept.filter(Boolean)).toEqual([]);
    expect(scope.size).toBe(0);
  });

  it('[R-7] is what an item knows as long as somebody refers to one of its objects', async () => {
    const scope = new Scope();
    const kept: Task[] = [];
    await survivors(() => {
      scope.run(() => new Task({ id: '1', title: 'one' }));
      kept.push(scope.run(() => new Task({ id: '1' })));
      return [];
    });
    expect(scope.run(() => new Task({ id: '1' })).title).toBe('one');
    expect(kept.length).toBe(1);
  });

  it('[R-7] is no draft, edit, provider or listener of such an item', async () => {
    const { Provider, made, calls } = scripted();
    const family = (id: string) => {
      const task = new Task({ id, title: 'one', provider: Provider });
      task.on('change', () => task.title);
      const edit = task.edit();
      const provider = task.provider as object;
      made.length = 0;
      return [task, edit, provider, new Task({ title: 'draft' })].map((each) => new WeakRef(each));
    };
    // JavaScriptCore takes what is left on the stack for references: the families made last may hang on there.
    const kept = await survivors(() =>
      Array.from({ length: 20 }, (_, index) => family(`gone ${index}`)).flat(),
    );
    expect([kept.slice(0, 40).filter(Boolean), calls]).toEqual([[], []]);
  });

  it('[R-8] stays small: entries of collected items go as new ones come', async () => {
    const scope = new Scope();
    for (let round = 0; round < 3; round++) {
      await survivors(() => {
        scope.run(() => {
          for (let n = 0; n < 2000; n++) new Task({ id: `${round} ${n}` });
        });
        return [];
      });
    }
    const last = scope.run(() => Array.from({ length: 2000 }, (_, n) => new Task({ id: `last ${n}` })));
    expect(scope.size).toBe(last.length);
    expect(scope.run(() => new Task({ id: 'last 7' })).localKey).toBe(last[7]?.localKey);
  });

  it('[R-8] is empty soon after everything was collected, though nothing new comes', async () => {
    const deletions = vi.spyOn(Map.prototype, 'delete');
    const scope = new Scope();
    await survivors(() => {
      scope.run(() => {
        for (let n = 0; n < 50; n++) new Task({ id: `gone ${n}` });
      });
      return [];
    });
    await expect
      .poll(() => deletions.mock.calls.filter(([id]) => String(id).startsWith('gone')).length)
      .toBeGreaterThan(40);
  });
});
