import { expect } from 'vitest';

/** What an error is like whose reason, as the database told it, holds a text: nobody is told of it but who looks for it. */
export function refusedBecause(text: string): object {
  return { cause: expect.objectContaining({ message: expect.stringContaining(text) }) };
}
