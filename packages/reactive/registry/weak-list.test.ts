import { expect, it } from 'vitest';
import { leftAtMost, survivors } from './garbage.fixture';
import { WeakList } from './weak-list';

it('[R-7] a weak list has, in order, what somebody refers to, and keeps nothing else', async () => {
  const list = new WeakList<{ readonly name: string }>();
  const kept = Array.from({ length: 5 }, (_, at) => ({ name: `kept ${at}` }));
  const left = await survivors(() =>
    kept.flatMap((each) => {
      list.add(each);
      const gone = Array.from({ length: 20 }, (_, at) => ({ name: `gone ${at}` }));
      for (const one of gone) list.add(one);
      return gone.map((one) => new WeakRef(one));
    }),
  );
  expect(left.filter(Boolean).length).toBeLessThanOrEqual(leftAtMost(100));
  for (let at = 0; at < 300; at++) list.add(kept[at % 5] as { name: string });
  const named = list.live().map(({ name }) => name);
  expect(named.filter((name) => name.startsWith('kept'))).toEqual([
    ...kept.map(({ name }) => name),
    ...Array.from({ length: 300 }, (_, at) => `kept ${at % 5}`),
  ]);
  expect(named.length).toBeLessThanOrEqual(305 + leftAtMost(100));
});
