import { afterEach, describe, expect, it } from 'vitest';
import { Collection } from '../entities/collection';
import { Item } from '../entities/item';
import { DefinitionError, ScopeError } from '../errors';
import { currentScope, installScopeResolver, Scope } from './index';

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
    restore.push(installScopeResolver(() => scope));
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
});
