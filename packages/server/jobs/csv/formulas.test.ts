import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { asText, fromText } from './formulas';

/** Much of what makes a formula, and what stands before one. */
const value = fc.stringMatching(/^[=+\-@\uFF1D;,\t\r\n" ab\u00e9]*$/);

it('what was written as text is the value again', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(fromText(asText(given))).toBe(given);
    }),
  );
});

it.each([
  ["'=1+1", '=1+1'],
  ["a;'=1", 'a;=1'],
  ["'quoted'", "'quoted'"],
  ["D'=Arcy", "D'=Arcy"],
  ["''=1", "''=1"],
])('%j means %j', (text, meant) => {
  expect(fromText(text)).toBe(meant);
});
