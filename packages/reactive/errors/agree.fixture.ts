import { expect } from 'vitest';

/** What was seen is what should have been. `what` names it in the message. */
export const agree = (seen: unknown, due: unknown, what = 'seen'): void =>
  expect({ [what]: seen }).toEqual({ [what]: due });
