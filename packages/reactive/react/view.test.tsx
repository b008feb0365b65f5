// @vitest-environment happy-dom
import { type ComponentType, useEffect } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { RegistryFactory } from '../entities/item';
import { ReactiveModel } from '../model';
import { ReactiveMap } from '../structures/map';
import { useModel } from './index';
import { Member, Members } from './member.fixture';
import { change, show } from './render.fixture';

interface IMenu {
  icon: ComponentType;
  size: number;
  first: Member;
}

class Menu extends ReactiveModel<IMenu> {
  declare icon: ComponentType;
  declare size: number;
  declare first: Member;
  readonly label = (): string => `${this.size} entries`;

  constructor(specs: Partial<IMenu> = {}) {
    super({ properties: ['icon', 'size', { name: 'first', value: Member }], ...specs });
  }

  *parts(): Generator<string> {
    yield `size ${this.size}`;
    yield `first ${this.first.name}`;
  }

  *members(): Generator<Member> {
    yield this.first;
  }
}

/** Shows what `read` answers for a view of a model. */
const showing = <M extends object>(model: M, read: (view: M) => unknown) => {
  const Reader = () => String(read(useModel(model)));
  return show(<Reader />);
};

afterEach(() => RegistryFactory.clearAll());

describe('functions behind a view', () => {
  it('[V-7] a component in a property is that component, and stays mounted when something else changes', async () => {
    let mounts = 0;
    const Icon = () => {
      useEffect(() => void mounts++, []);
      return <b>★</b>;
    };
    const menu = new Menu({ icon: Icon, size: 1 });
    const Shown = () => {
      const { icon: Shape, size } = useModel(menu);
      return (
        <>
          <Shape /> {size} {String(Shape === Icon)}
        </>
      );
    };
    using screen = await show(<Shown />);
    await change(() => menu.set({ size: 2 }));
    expect([screen.text, mounts]).toEqual(['★ 2 true', 1]);
  });

  it('[V-7] a class is that class', async () => {
    using screen = await showing(new Members(), (members) => members.Item === Member);
    expect(screen.text).toBe('true');
  });

  it('[V-1] follows a method that is a field', async () => {
    const menu = new Menu({ size: 1 });
    using screen = await showing(menu, (view) => view.label());
    await change(() => menu.set({ size: 2 }));
    expect(screen.text).toBe('2 entries');
  });
});

describe('what is read step by step', () => {
  it('[V-1] follows the keys and the values of a map', async () => {
    const map = new ReactiveMap([['a', 1]]);
    using keys = await showing(map, (view) => [...view.keys()].join());
    using values = await showing(map, (view) => [...view.values()].join());
    await change(() => map.set('b', 2));
    expect([keys.text, values.text]).toEqual(['a,b', '1,2']);
  });

  it('[V-1] follows a generator that is a method', async () => {
    const menu = new Menu({ size: 1, first: new Member({ id: '1', name: 'Ada' }) });
    using screen = await showing(menu, (view) => [...view.parts()].join());
    await change(() => menu.set({ size: 2 }));
    expect(screen.text).toBe('size 2,first Ada');
    await change(() => menu.first.set({ name: 'Grace' }));
    expect(screen.text).toBe('size 2,first Grace');
  });

  it('[V-7] shows the models that a generator yields by views', async () => {
    const menu = new Menu({ first: new Member({ id: '1', name: 'Ada' }) });
    using screen = await showing(menu, (view) => {
      const [first] = view.members();
      return first?.name;
    });
    await change(() => menu.first.set({ name: 'Grace' }));
    expect(screen.text).toBe('Grace');
  });

  it('[V-7] ends a generator that is left early', async () => {
    const ended: string[] = [];
    class Pages extends ReactiveModel<object> {
      *all(): Generator<number> {
        try {
          yield 1;
          yield 2;
        } finally {
          ended.push('all');
        }
      }
    }
    using screen = await showing(new Pages(), (pages) => {
      const [first] = pages.all();
      return first;
    });
    expect([screen.text, ended]).toEqual(['1', ['all']]);
  });
});
