import { expect, it } from 'vitest';
import { loseAnswers } from './lost-answers.fixture';

it('ten thousand operations whose answers are lost have ten thousand effects', () =>
  expect(loseAnswers(3334)).resolves.toBeUndefined());
