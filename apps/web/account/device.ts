import Bowser from 'bowser';

/**
 * What a browser says it is, short enough for a list.
 *
 * @example
 * deviceOf('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36');
 * // 'Chrome on Linux'
 */
export function deviceOf(userAgent: string | null): string {
  if (userAgent === null || userAgent.trim() === '') return 'Unknown device';
  const { browser, os } = Bowser.parse(userAgent);
  if (browser.name === undefined || browser.name === '') return userAgent.slice(0, 60);
  return os.name === undefined ? browser.name : `${browser.name} on ${os.name}`;
}
