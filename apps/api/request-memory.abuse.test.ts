import { expect, it } from 'vitest';
import { leaveNothingBehind } from './request-memory.fixture';

it('a hundred thousand requests leave no scope and no memory behind', () =>
  expect(leaveNothingBehind(100_000)).resolves.toBeUndefined());
