import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { returnAddress, signInAddress } from './return-address';

const next = (address: string): string => `?next=${encodeURIComponent(address)}`;

describe('the way back after signing in', () => {
  it.each([
    '/users',
    '/users?q=ada&sort=-role',
    '/users/0199c2f0-0000-7000-8000-00000000000a?page=2',
    '/account',
  ])('leads to %s of this site', (address) => {
    expect(returnAddress(next(address))).toBe(address);
    expect(returnAddress(signInAddress(address).replace('/sign-in', ''))).toBe(address);
  });

  it.each([
    'https://evil.example',
    'http:evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/./\\evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e%2e//evil.example',
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'evil.example',
    '',
    '/sign-in',
    '/sign-in?next=/sign-in',
  ])('does not lead to %j', (address) => {
    expect(returnAddress(next(address))).toBe('/users');
  });

  it('is home where there is none', () => {
    expect(returnAddress('')).toBe('/users');
    expect(signInAddress('/users')).toBe('/sign-in');
  });

  it('never leaves this site, whatever is asked', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      ':',
      '@',
      '%2f',
      '%5c',
      '\t',
      '\n',
      'http',
      'evil.example',
      'a',
      '?',
      '#',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const back = returnAddress(next(pieces.join('')));
        expect(new URL(back, 'https://here.example/sign-in').origin).toBe('https://here.example');
      }),
      { numRuns: 2000 },
    );
  });
});
