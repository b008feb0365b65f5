import { describe, expect, it } from 'vitest';
import { leftAtMost, survivors } from '../registry/garbage.fixture';
import { ReactiveModel } from './index';
import { lobby } from './room.fixture';
import { Team } from './team.fixture';

describe('a model that others hold', () => {
  it('[M-81] does not keep them alive', async () => {
    const room = lobby();
    const kept = await survivors(() => Array.from({ length: 40 }, () => new WeakRef(new Team({ room }))));
    expect(kept.filter(Boolean).length).toBeLessThanOrEqual(leftAtMost(40));
    room.name = 'hall';
    expect(room.name).toBe('hall');
  });

  it('[M-81] does not keep those alive that have computed something of it, for nobody', async () => {
    const room = lobby();
    class Guest extends ReactiveModel<{ name: string; place: string; badge: string }> {
      declare name: string;
      declare readonly place: string;
      declare readonly badge: string;
      constructor(specs: { name?: string } = {}) {
        super({
          properties: ['name'],
          computed: [
            { name: 'place', compute: () => room.name },
            { name: 'badge', compute: ({ name, place }) => `${name} in ${place}` },
          ],
          ...specs,
        });
      }
    }
    const waiting = new Guest({ name: 'eve' });
    expect(waiting.badge).toBe('eve in lobby');
    const guests = () =>
      Array.from({ length: 40 }, () => {
        const guest = new Guest({ name: 'ada' });
        expect(guest.badge).toBe('ada in lobby');
        return new WeakRef(guest);
      });
    const kept = await survivors(guests);
    expect(kept.filter(Boolean).length).toBeLessThanOrEqual(leftAtMost(40));
    room.name = 'hall';
    expect([waiting.badge, new Guest({ name: 'bea' }).badge]).toEqual(['eve in hall', 'bea in hall']);
  });

  it('[M-81] keeps those alive that somebody listens to, until the listener is removed', async () => {
    const room = lobby();
    let heard = 0;
    const stops: (() => void)[] = [];
    const listened = () => {
      const team = new Team({ room });
      stops.push(team.on('change', () => heard++));
      return [new WeakRef(team)];
    };
    expect(await survivors(listened)).toEqual([true]);
    room.name = 'hall';
    expect(heard).toBe(1);
    for (const stop of stops.splice(0)) stop();
    expect(await survivors(() => [])).toEqual([]);
    room.name = 'roof';
    expect(heard).toBe(1);
  });

  it('[M-81] keeps those alive that are held by what somebody listens to, or by each other', async () => {
    const { Node } = await import('./team.fixture');
    const inner = new Node({ name: 'inner' });
    let heard = 0;
    const nested = () => {
      const outer = new Node({ name: 'outer', next: new Node({ name: 'middle', next: inner }) });
      outer.on('change', () => heard++);
      return [new WeakRef(outer)];
    };
    expect(await survivors(nested)).toEqual([true]);
    inner.name = 'changed';
    expect(heard).toBe(1);
    const ring = () => {
      const [a, b] = [new Node({ name: 'a' }), new Node({ name: 'b' })];
      a.next = b;
      b.next = a;
      a.on('change', () => heard++);
      return [new WeakRef(a), new WeakRef(b)];
    };
    const rings = await survivors(() => Array.from({ length: 100 }, ring).flat());
    expect(rings.filter(Boolean).length).toBeLessThanOrEqual(leftAtMost(200));
  });
});
