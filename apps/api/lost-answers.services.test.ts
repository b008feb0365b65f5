import { expect, it } from 'vitest';
import { loseAnswers } from './lost-answers.fixture';

it('an operation whose answers are lost has one effect, however often it is delivered', () =>
  expect(loseAnswers(34)).resolves.toBeUndefined());
