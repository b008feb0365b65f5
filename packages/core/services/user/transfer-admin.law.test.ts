import fc from 'fast-check';
import { UnavailableError } from 'reactive/errors';
import { expect, it } from 'vitest';
import type { IUser } from '../../entities/user';
import { storedUser } from '../../entities/user/memory.fixture';
import { UserService } from '../user.service';
import { activeAdmins, openService } from './service.fixture';

const ids = ['a', 'b', 'c', 'd'];
const runs = Number(process.env['TRANSFER_RUNS'] ?? 300);
const timeout = 20_000 + runs * 20;

/** When a write fails: not at all, before it happened, or after it, when the answer is lost. */
const fault = fc.oneof(
  { weight: 4, arbitrary: fc.constant('none') },
  { weight: 1, arbitrary: fc.constant('before') },
  { weight: 1, arbitrary: fc.constant('after') },
);
const transfer = fc.record({ fromId: fc.constantFrom(...ids), toId: fc.constantFrom(...ids) });

const stored = fc
  .tuple(...ids.map(() => fc.record({ isAdmin: fc.boolean(), isActive: fc.boolean() })))
  .map((people) =>
    people.map(({ isAdmin, isActive }, index) =>
      storedUser(ids[index] ?? '', {
        role: isAdmin || index === 0 ? 'admin' : 'user',
        status: isActive || index === 0 ? 'active' : 'inactive',
      }),
    ),
  );

/** A service whose writes fail as told, and a look at the admins after each of them. */
const openFaulty = (rows: readonly IUser[], nextFault: () => string, pause: () => Promise<void>) => {
  const { memory, providers } = openService(rows, pause);
  const fewest = { admins: activeAdmins(rows).length };
  class Faulty extends memory.user {
    override async publish(...[data, context]: Parameters<typeof this.publishTruly>) {
      const fails = nextFault();
      if (fails === 'before') throw new UnavailableError();
      const answer = await this.publishTruly(data, context);
      fewest.admins = Math.min(fewest.admins, activeAdmins(memory.rows()).length);
      if (fails === 'after') throw new UnavailableError('The answer was lost');
      return answer;
    }

    publishTruly(...parameters: Parameters<InstanceType<typeof memory.user>['publish']>) {
      return super.publish(...parameters);
    }
  }
  return { memory, fewest, service: new UserService({ ...providers, item: Faulty }) };
};

it('never leaves zero active admins, whatever transfers follow each other and whatever fails', {
  timeout,
}, async () => {
  let done = 0;
  const property = fc.asyncProperty(
    stored,
    fc.array(transfer, { minLength: 1, maxLength: 12 }),
    fc.infiniteStream(fault),
    async (rows, transfers, faults) => {
      const { service, fewest, memory } = openFaulty(
        rows,
        () => faults.next().value,
        async () => {},
      );
      for (const each of transfers) {
        const before = activeAdmins(memory.rows());
        const [outcome] = await Promise.allSettled([service.transferAdmin(each)]);
        if (outcome.status === 'rejected') continue;
        done += 1;
        const expected = [...before.filter((id) => id !== each.fromId), each.toId];
        expect(activeAdmins(memory.rows())).toEqual(expected.sort());
      }
      expect(fewest.admins).toBeGreaterThan(0);
    },
  );
  await fc.assert(property, { numRuns: runs });
  expect(done).toBeGreaterThan(0);
});

it('never leaves zero active admins when transfers run at the same time, in any interleaving', {
  timeout,
}, async () => {
  // Two users and one admin: the fewer there are, the more transfers get into each other's way.
  const rows = [storedUser('a', { role: 'admin' }), storedUser('b')];
  const handed = fc.constantFrom({ fromId: 'a', toId: 'b' }, { fromId: 'b', toId: 'a' });
  const property = fc.asyncProperty(
    fc.array(handed, { minLength: 3, maxLength: 8 }),
    fc.infiniteStream(fault),
    fc.scheduler(),
    async (transfers, faults, scheduler) => {
      const pause = (): Promise<void> => scheduler.schedule(Promise.resolve());
      const { service, fewest } = openFaulty(rows, () => faults.next().value, pause);
      const all = Promise.allSettled(transfers.map((each) => service.transferAdmin(each)));
      await scheduler.waitFor(all);
      expect(fewest.admins).toBeGreaterThan(0);
    },
  );
  await fc.assert(property, { numRuns: runs * 3 });
});
