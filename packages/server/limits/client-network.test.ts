import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from './client-network';

const group = fc.integer({ min: 0, max: 0xff_ff });
const hex = (part: number): string => part.toString(16);

describe('the network of a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:C000:0207', '192.0.2.7'],
    ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
    ['::1', '0:0:0:0::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:DB8:0:0:ffff::9', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each([
    undefined,
    '',
    'unknown',
    '192.0.2',
    '0300.0.2.7',
    '192.0.2.7:80',
    '[::1]',
    '1',
    '::g',
    'a'.repeat(1e5),
  ])('is one for all that is no address: %j', (address) => {
    expect(networkOf(address)).toBe('unknown');
  });

  it('is the same for all addresses of a /64, in every spelling, and differs from its neighbour’s', () => {
    const network = fc.tuple(fc.integer({ min: 0x20_00, max: 0x3f_ff }), group, group, group);
    const host = fc.tuple(group, group, group, group);
    fc.assert(
      fc.property(network, host, host, (prefix, one, other) => {
        const address = [...prefix, ...one].map(hex).join(':');
        const sibling = [...prefix, ...other]
          .map((part) => hex(part).padStart(4, '0').toUpperCase())
          .join(':');
        const [a, b, c, last] = prefix;
        const neighbour = [a, b, c, last ^ 1, ...one].map(hex).join(':');
        expect(networkOf(sibling)).toBe(networkOf(address));
        expect(networkOf(neighbour)).not.toBe(networkOf(address));
      }),
      { numRuns: 500 },
    );
  });
});
