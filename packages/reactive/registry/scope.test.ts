import { afterEach, describe, expect, it } from 'vitest';
import { Collection } from '../entities/collection';
import { Item } from '../entities/item';
import { DefinitionError, ScopeError } from '../errors';
import { currentScope, installScopeResolver, isScopeRequired, Scope } from './index';

class Thing extends Item<{ id: string; name: string }> {
  declare id: string;
  declare name: string;
  constructor(specs: { id?: string; name?: string; entity?: string } = {}) {
    super({ entity: 'things', properties: ['id', 'name'], ...specs });
  }
}

class Things extends Collection<Thing> {
  constructor() {
    super({ entity: 'things', item: Thing });
  }
}

describe('a scope', () => {
  it('[R-1] is the one default scope until another is entered', () => {
    const outer = currentScope();
    const [one, two] = [new Scope(), new Scope()];
    expect(currentScope()).toBe(outer);
    const seen = one.run(() => [currentScope(), two.run(() => currentScope()), currentScope()]);
    expect(seen).toEqual([one, two, one]);
    expect(currentScope()).toBe(outer);
  });

  it('[R-1] is left when what runs in it throws, and at its first await', async () => {
    const outer = currentScope();
    const scope = new Scope();
    const failing = () =>
      scope.run(() => {
        throw new RangeError('no');
      });
    expect(failing).toThrow('no');
    expect(currentScope()).toBe(outer);
    const seen = await scope.run(async () => {
      const before = currentScope();
      await Promise.resolve();
      return [before, currentScope()];
    });
    expect(seen).toEqual([scope, outer]);
  });

  it('[R-2] knows how many entities it has', () => {
    const scope = new Scope();
    const things = scope.run(() => [new Thing({ id: '1' }), new Thing({ id: '1' }), new Thing({ id: '2' })]);
    const draft = scope.run(() => new Thing({ name: 'draft' }));
    expect([scope.size, things.length, draft.isDraft]).toEqual([2, 3, true]);
    scope.clear('others');
    expect(scope.size).toBe(2);
    scope.clear('things');
    expect(scope.size).toBe(0);
  });

  it('[R-3] that was disposed makes no entity any more; its collections follow no more', () => {
    const scope = new Scope();
    const [thing, things] = scope.run(() => [new Thing({ id: '1', name: 'one' }), new Things()] as const);
    expect(things.size).toBe(1);
    scope.dispose();
    expect(scope.disposed).toBe(true);
    expect(() => scope.run(() => new Thing({ id: '1' }))).toThrow(ScopeError);
    expect(() => scope.run(() => new Things())).toThrow(/disposed/);
    thing.name = 'still works';
    expect([thing.name, things.size, scope.size]).toEqual(['still works', 1, 0]);
    scope.dispose();
    expect(new Scope().disposed).toBe(false);
  });

  it('[C-34] ends collections also that begin to follow while it ends', async () => {
    class Provider {
      list(): Promise<never> {
        return new Promise(() => {});
      }
    }
    class Remote extends Collection<Thing> {
      constructor() {
        super({ entity: 'things', item: Thing, provider: Provider });
      }
    }
    const scope = new Scope();
    const [first, second] = scope.run(() => [new Remote(), new Remote()] as const);
    const ended: string[] = [];
    let loading: Promise<unknown> | undefined;
    first.on('dispose', () => {
      ended.push('first');
      loading = second.load();
    });
    second.on('dispose', () => ended.push('second'));
    scope.dispose();
    expect(ended).toEqual(['first', 'second']);
    await expect(loading).rejects.toMatchObject({ code: 'aborted' });
  });

  it('[R-3] ends with the block that uses it', () => {
    let used: Scope;
    {
      using scope = new Scope();
      used = scope;
      expect(used.disposed).toBe(false);
    }
    expect(used.disposed).toBe(true);
  });
});

describe('a scope resolver', () => {
  const restore: (() => void)[] = [];
  afterEach(() => restore.splice(0).forEach((each) => each()));

  it('[R-4] says what the scope is, and there is none where it says none', () => {
    const outer = currentScope();
    let scope: Scope | undefined = new Scope();
    expect(isScopeRequired()).toBe(false);
    restore.push(installScopeResolver(() => scope));
    expect(isScopeRequired()).toBe(true);
    const known = scope;
    expect(currentScope()).toBe(known);
    expect(new Thing({ id: '1', name: 'resolved' }).name).toBe('resolved');
    expect(known.size).toBe(1);
    scope = undefined;
    expect(() => currentScope()).toThrow(ScopeError);
    expect(() => new Thing({ id: '1' })).toThrow(/runInScope/);
    expect(new Scope().run(() => new Thing({ id: '1', name: 'entered' })).name).toBe('entered');
    restore.pop()?.();
    expect(currentScope()).toBe(outer);
  });
});

describe('an entity in a scope', () => {
  it('[R-5] has a name, which is the same for all items of a class', () => {
    class Nameless extends Item<{ id: string }> {
      constructor(entity?: string) {
        super({ entity: entity as string, properties: ['id'] });
      }
    }
    expect(() => new Nameless()).toThrow(DefinitionError);
    expect(() => new Nameless('')).toThrow(/entity name/);
    expect(new Nameless('first').entity).toBe('first');
    expect(() => new Nameless('second')).toThrow(/class of the entity 'first'/);
  });

  it('[R-5] may be any for the base class itself', () => {
    const scope = new Scope();
    const make = (entity: string) => new Item<{ id: string }>({ entity, properties: ['id'], id: '1' });
    const [a, b] = scope.run(() => [make('as'), make('bs')]);
    expect([a?.entity, b?.entity, scope.size]).toEqual(['as', 'bs', 2]);
  });

  it('[I-4] is known apart by classes that compute, or hold, something else', () => {
    class Sum extends Item<{ id: string; part: number; double: number }> {
      declare part: number;
      declare readonly double: number;
      constructor(specs: { id: string; part?: number }) {
        super({
          entity: 'sums',
          properties: ['id', 'part'],
          computed: [{ name: 'double', compute: ({ part }) => 2 * part }],
          ...specs,
        });
      }
    }
    class Part extends Item<{ id: string; part: number }> {
      declare part: number;
      constructor(specs: { id: string; part?: number }) {
        super({ entity: 'sums', properties: ['id', 'part'], ...specs });
      }
    }
    class Holder extends Item<{ id: string; part: Part }> {
      declare part: Part;
      constructor(specs: { id: string }) {
        super({ entity: 'sums', properties: ['id', { name: 'part', value: Part }], ...specs });
      }
    }
    const [part, sum, holder] = [
      new Part({ id: '1', part: 2 }),
      new Sum({ id: '1', part: 3 }),
      new Holder({ id: '1' }),
    ];
    expect([part.part, sum.part, sum.double, holder.part instanceof Part]).toEqual([2, 3, 6, true]);
    expect(new Part({ id: '1' }).part).toBe(2);
  });
});
