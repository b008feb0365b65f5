import { expect, it } from 'vitest';
import { leaveNothingBehind } from './request-memory.fixture';

it('requests leave no scope and no memory behind', { timeout: 120_000 }, () =>
  expect(leaveNothingBehind(5000)).resolves.toBeUndefined(),
);
