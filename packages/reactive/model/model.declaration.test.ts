import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ReactiveModel } from './index';

interface IPage {
  title: string;
  views: number;
}

const pageClass = () =>
  class Page extends ReactiveModel<IPage> {
    declare title: string;
    declare views: number;
    constructor(specs: Partial<IPage> = {}) {
      super({ properties: ['title', 'views'], ...specs });
    }
  };

describe('the properties of a class', () => {
  it('[M-1] are what its constructor declares, also when the first instance is made from hostile data', () => {
    const Page = pageClass();
    const hostile = { properties: ['title', 'views', 'isAdmin'], isAdmin: true } as object;
    expect(() => new Page(hostile)).toThrow(/one list of properties \(title, views\)/);
    const page = new Page({ title: 'Home' });
    expect([...page.propertyNames]).toEqual(['title', 'views']);
    expect(page.getProperties()).toEqual({ title: 'Home' });
    expect(() => new Page(hostile)).toThrow(/one list of properties/);
  });

  it.each([
    [['title', 'isAdmin']],
    [['views', 'title']],
    [['title', null]],
    [['title', 7]],
    [['title', {}]],
    [['title', { name: 'title' }]],
    [['title']],
    [{ 0: 'title', 1: 'views', length: 2 }],
  ])('[M-1] are not %j', (properties) => {
    const Page = pageClass();
    const other = { properties } as object;
    expect(new Page().propertyNames).toHaveLength(2);
    expect(() => new Page(other)).toThrow(/one list of properties \(title, views\)/);
    expect(new Page({ properties: ['title', 'views'] } as object).propertyNames).toHaveLength(2);
  });

  it('[M-1] may hold models, which are told apart by the names of their properties', () => {
    class Site extends ReactiveModel<{ home: object }> {
      constructor(specs: object = {}) {
        super({ properties: [{ name: 'home', value: ReactiveModel }], ...specs } as never);
      }
    }
    expect([...new Site().propertyNames]).toEqual(['home']);
    expect([...new Site({ properties: [{ name: 'home', value: ReactiveModel }] }).propertyNames]).toEqual([
      'home',
    ]);
    expect(() => new Site({ properties: [{ name: 'away', value: ReactiveModel }] })).toThrow(/one list/);
    expect(() => new Site({ properties: [{ value: ReactiveModel }] })).toThrow(/one list/);
  });

  it('[M-1] are found without running the class: nothing but its base constructor is entered', () => {
    const ran: string[] = [];
    class Noisy extends ReactiveModel<IPage> {
      readonly field = ran.push('field');
      constructor(specs: Partial<IPage> = {}) {
        super({ properties: ['title', 'views'], ...specs });
        ran.push('body');
      }
    }
    expect(new Noisy({ title: 'x' }).getProperties()).toEqual({ title: 'x' });
    expect(ran).toEqual(['field', 'body']);
  });

  it('[M-1] are those of the first instance where the constructor cannot do without arguments', () => {
    class Strict extends ReactiveModel<IPage> {
      constructor(specs: { page: IPage }) {
        super({ properties: ['title', 'views'], ...specs.page });
      }
    }
    expect(new Strict({ page: { title: 'x', views: 1 } }).getProperties()).toEqual({ title: 'x', views: 1 });
  });

  it('[M-2] are the fields of its schema when it declares none', () => {
    class Point extends ReactiveModel<{ x: number; y: number }> {
      declare x: number;
      declare y: number;
      protected override get schema() {
        return z.object({ x: z.number(), y: z.number() });
      }
    }
    const point = new Point({ x: 1, y: 2 });
    point.x = 3;
    expect(point.getProperties()).toEqual({ x: 3, y: 2 });
    expect(() => new Point({ z: 1 } as object)).toThrow(/'z' is not a property/);
  });
});
