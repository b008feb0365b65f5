import { AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { type IUser, type IUserProvider, User } from '@myapp/core/entities/user';
import { actAs, currentActor, type Viewer } from '@myapp/core/policies';
import fc, { type Scheduler } from 'fast-check';
import { PreconditionFailedError, ScopeError } from 'reactive/errors';
import { requireScope, runInScope } from 'reactive/node';
import { currentScope, type Scope } from 'reactive/registry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** How many courses of events are tried. */
const TRIALS = 5000;

let restore: () => void;
beforeAll(() => {
  restore = requireScope();
});
afterAll(() => restore());

/** Somebody's request for a user: loads, edits, and publishes, which may fail. */
interface Plan {
  readonly viewer: number;
  readonly id: string;
  readonly fails: boolean;
}

const plans = fc.array(fc.record({ viewer: fc.nat(2), id: fc.constantFrom('1', '2'), fails: fc.boolean() }), {
  minLength: 2,
  maxLength: 4,
});

const viewer = (n: number): Viewer => ({ id: `viewer-${n}`, role: 'user', status: 'active' });

/** What one sees of a user nobody else does; whatever is asked for comes in the order of the scheduler. */
function providerFor(scheduler: Scheduler): new (parent: unknown) => IUserProvider {
  const row = (id: string, name: string): IUser => ({
    id,
    name,
    email: `${name}@example.org`,
    role: 'user',
    status: 'active',
    createdAt: new Date(0),
    updatedAt: new Date(0),
    version: 1,
  });
  const mine = async (): Promise<string> => {
    const before = currentActor();
    await scheduler.schedule(Promise.resolve(), 'provider');
    expect(currentActor()).toBe(before);
    return typeof before === 'object' ? before.id : 'nobody';
  };
  return class implements IUserProvider {
    load = async (id: string): Promise<IUser> => row(id, `${await mine()} sees ${id}`);
    publish = async ({ id = '', name = '' }: Partial<IUser>): Promise<{ status: number; data: IUser }> => {
      await mine();
      if (name.endsWith('fails')) throw new PreconditionFailedError();
      return { status: 200, data: { ...row(id, name), version: 2 } };
    };
  };
}

/** One request, which looks at every step whether it sees anything of another. */
async function request(scheduler: Scheduler, { plan, n }: { plan: Plan; n: number }): Promise<void> {
  const provider = providerFor(scheduler);
  await runInScope(async () => {
    const scope = currentScope();
    actAs(viewer(plan.viewer));
    await scheduler.schedule(Promise.resolve(), 'request');
    const user = new User({ id: plan.id, provider });
    expect([user.name, user.isDraft]).toEqual([undefined, false]);
    await user.load();
    expect(user.name).toBe(`viewer-${plan.viewer} sees ${plan.id}`);
    const draft = `draft ${n} ${plan.fails ? 'fails' : 'succeeds'}`;
    user.set({ name: draft });
    const published = await user.publish().then(
      () => true,
      () => false,
    );
    expect([published, user.name, user.version]).toEqual([!plan.fails, draft, plan.fails ? 1 : 2]);
    await scheduler.schedule(Promise.resolve(), 'request');
    expect(new User({ id: plan.id }).name).toBe(draft);
    expect(currentScope()).toBe(scope);
    expect(scope.size).toBe(1);
  });
}

describe('requests of different people for the same users', () => {
  it('never see what another sees or drafts, in whatever order things happen', async () => {
    const report = await fc.check(
      fc.asyncProperty(fc.scheduler(), plans, async (scheduler, wanted) => {
        const running = wanted.map((plan, n) => request(scheduler, { plan, n }));
        await scheduler.waitFor(Promise.all(running));
      }),
      { numRuns: TRIALS },
    );
    process.stdout.write(
      `interleavings: ${report.numRuns} trials, ${report.failed ? 1 : 0} violations, seed ${report.seed}\n`,
    );
    expect(fc.defaultReportMessage(report)).toBeUndefined();
  }, 120_000);
});

describe('what is called back', () => {
  const later: Record<string, (call: () => void) => unknown> = {
    setTimeout: (call) => setTimeout(call, 0),
    setImmediate,
    nextTick: (call) => process.nextTick(call),
    queueMicrotask,
    interval(call) {
      const timer = setInterval(() => {
        clearInterval(timer);
        call();
      }, 1);
    },
  };

  it.each(Object.keys(later))('by %s is in the scope that asked for it', async (name) => {
    const scopes = Array.from({ length: 20 }, () =>
      runInScope(async () => {
        const mine = currentScope();
        const seen = await new Promise<Scope>((resolve) => later[name]?.(() => resolve(currentScope())));
        return seen === mine;
      }),
    );
    expect(await Promise.all(scopes)).toEqual(Array(20).fill(true));
  });

  it('by an emitter that all share is in its own scope when it was bound, else in that of who emits, or in none', async () => {
    const emitter = new EventEmitter();
    const seen: (string | Scope)[] = [];
    const look = (): void => {
      try {
        seen.push(currentScope());
      } catch (error) {
        seen.push(error instanceof ScopeError ? 'none' : String(error));
      }
    };
    const mine = await runInScope(async () => {
      emitter.on('event', look);
      emitter.on('event', AsyncResource.bind(look));
      return currentScope();
    });
    const other = await runInScope(() => {
      emitter.emit('event');
      return currentScope();
    });
    emitter.emit('event');
    expect(seen).toEqual([other, mine, 'none', mine]);
    expect(() => mine.run(() => new User({ id: '1' }))).toThrow(ScopeError);
  });

  it('by a pool whose workers were begun by another is in the scope that waits', async () => {
    // One worker, begun by the first that comes, does the work of all: as pools of connections do.
    const waiting: (() => void)[] = [];
    let working = false;
    const work = async (): Promise<void> => {
      working = true;
      for (let done = waiting.shift(); done; done = waiting.shift()) {
        await new Promise(setImmediate);
        done();
      }
      working = false;
    };
    const query = (): Promise<void> =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (!working) void work();
      });
    const scopes = Array.from({ length: 1000 }, () =>
      runInScope(async () => {
        const mine = currentScope();
        await query();
        return currentScope() === mine && !mine.disposed;
      }),
    );
    expect(new Set(await Promise.all(scopes))).toEqual(new Set([true]));
  });
});

describe('outside of a scope', () => {
  it('nothing is made, loaded or written', () => {
    for (const attempt of [
      () => new User({ id: '1' }),
      () => new User(),
      () => currentActor(),
      currentScope,
    ]) {
      expect(attempt).toThrow(ScopeError);
    }
  });
});
