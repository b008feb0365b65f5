import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ScopeError } from '../errors';
import { currentScope, isScopeGiven, Scope } from '../registry';
import { requireScope, runInScope, scopeMiddleware } from './index';
import { serve } from './serve.fixture';

describe('requireScope', () => {
  it('[N-1] ends the default scope, until it is taken back', () => {
    const before = currentScope();
    const restore = requireScope();
    expect(currentScope).toThrow(ScopeError);
    restore();
    expect(currentScope()).toBe(before);
  });
});

describe('runInScope', () => {
  it('[N-2] holds across await, timers and events, and ends with the work', async () => {
    onTestFinished(requireScope());
    const emitter = new EventEmitter();
    const scope = await runInScope(async () => {
      const mine = currentScope();
      await sleep(1);
      expect(currentScope()).toBe(mine);
      const later = new Promise<Scope>((resolve) => {
        setImmediate(() => resolve(currentScope()));
      });
      expect(await later).toBe(mine);
      emitter.once('event', () => expect(currentScope()).toBe(mine));
      emitter.emit('event');
      return mine;
    });
    expect(scope.disposed).toBe(true);
    expect(currentScope).toThrow(ScopeError);
  });

  it('[N-2] gives a scope of its own where none is required, too', async () => {
    const before = currentScope();
    const work = async (): Promise<Scope> => {
      await sleep(1);
      return currentScope();
    };
    const scopes = await Promise.all([runInScope(work), runInScope(work), work()]);
    expect(new Set(scopes).size).toBe(3);
    expect(scopes[2]).toBe(before);
    expect(scopes.map(({ disposed }) => disposed)).toEqual([true, true, false]);
    expect(currentScope()).toBe(before);
  });

  it('[N-2] is where a scope was given, and nowhere else', async () => {
    const outside = new Scope();
    const seen = await runInScope(() => [isScopeGiven(), outside.run(isScopeGiven)]);
    expect([...seen, isScopeGiven(), outside.run(isScopeGiven)]).toEqual([true, true, false, false]);
  });

  it('[N-2] ends with work that fails, and hands on why', async () => {
    onTestFinished(requireScope());
    let scope: Scope | undefined;
    const failing = runInScope(() => {
      scope = currentScope();
      throw new Error('oops');
    });
    await expect(failing).rejects.toThrow('oops');
    expect(scope?.disposed).toBe(true);
  });

  it('[N-2] keeps pieces of work apart, nested ones too', async () => {
    onTestFinished(requireScope());
    const work = async (): Promise<Scope> => {
      const scope = currentScope();
      await sleep(1);
      expect(currentScope()).toBe(scope);
      return scope;
    };
    const scopes = await Promise.all(Array.from({ length: 20 }, () => runInScope(work)));
    expect(new Set(scopes).size).toBe(20);
    await runInScope(async () => {
      const outer = currentScope();
      expect(await runInScope(work)).not.toBe(outer);
      expect(currentScope()).toBe(outer);
    });
  });
});

describe('scopeMiddleware', () => {
  it('[N-3] gives each request a scope that lives as long as its response', async () => {
    onTestFinished(requireScope());
    const enter = scopeMiddleware();
    const scopes = new Set<Scope>();
    const open: boolean[] = [];
    const address = await serve((req, res) => {
      enter(req, res, () => {
        const scope = currentScope();
        scopes.add(scope);
        setTimeout(() => {
          open.push(currentScope() === scope && !scope.disposed);
          res.end();
        }, 5);
      });
    });
    await Promise.all(Array.from({ length: 20 }, () => fetch(address)));
    await expect.poll(() => [...scopes].every(({ disposed }) => disposed)).toBe(true);
    expect(scopes.size).toBe(20);
    expect(open).toEqual(Array(20).fill(true));
  });

  it('[N-3] keeps requests apart where no scope is required, too', async () => {
    const enter = scopeMiddleware();
    const scopes = new Set<Scope>([currentScope()]);
    const address = await serve((req, res) => {
      enter(req, res, () => {
        scopes.add(currentScope());
        res.end();
      });
    });
    await Promise.all(Array.from({ length: 5 }, () => fetch(address)));
    expect(scopes.size).toBe(6);
  });

  it('[N-3] ends the scope of a request whose client has gone', async () => {
    onTestFinished(requireScope());
    const enter = scopeMiddleware();
    let scope: Scope | undefined;
    const address = await serve((req, res) => {
      enter(req, res, () => {
        scope = currentScope();
      });
    });
    const controller = new AbortController();
    const asking = fetch(address, { signal: controller.signal });
    await expect.poll(() => scope).toBeDefined();
    controller.abort();
    await expect(asking).rejects.toThrow('aborted');
    await expect.poll(() => scope?.disposed).toBe(true);
  });
});
