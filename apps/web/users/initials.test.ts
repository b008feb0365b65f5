import { describe, expect, it } from 'vitest';
import { initialsOf } from './initials';

describe('initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['Ada King Lovelace', 'AK'],
    ['ada', 'AD'],
    ['  Ada   Lovelace ', 'AL'],
    ['X', 'X'],
    ['José Núñez', 'JN'],
    ['E\u0301mile A\u030Angstro\u0308m', 'E\u0301A\u030A'],
    ['محمد بن سعود', 'مب'],
    ['王小明', '王小'],
    ['4chan 2', '42'],
  ])('of %j are %j', (name, initials) => expect(initialsOf(name)).toBe(initials));

  it.each([
    ['🦊 Fox', 'FO'],
    ['👩‍💻👨‍👩‍👧 Ada 🦊 Lovelace', 'AL'],
    ['(Ada) "Lovelace"', 'AL'],
    ['🦊Fox Trot', 'FT'],
    ['𝔄da 𝔏ovelace', '𝔄𝔏'],
  ])('of %j, which has other signs, are %j', (name, initials) => expect(initialsOf(name)).toBe(initials));

  it.each(['', ' ', '🦊', '🦊 🇪🇸', '--'])('of %j are none', (name) => expect(initialsOf(name)).toBe(''));
});
