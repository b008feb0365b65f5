import { expect, it } from 'vitest';
import { deviceOf } from './device';

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome on Linux',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows'],
  [null, 'Unknown device'],
  ['  ', 'Unknown device'],
])('says of %s that it is %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device);
});

it('leaves a program by its own name, but not at any length', () => {
  expect(deviceOf('curl/8.5.0')).toMatch(/curl/);
  expect(deviceOf('x'.repeat(500)).length).toBeLessThanOrEqual(60);
});
