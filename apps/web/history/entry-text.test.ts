import { ACCOUNT_EVENT_TYPES } from '@myapp/core/events';
import { describe, expect, it } from 'vitest';
import { actorOf, detailsOf, deviceOf, TYPE_LABELS, titleOf } from './entry-text';

const entry = (type: keyof typeof TYPE_LABELS, personal: object | null = null, data: object = {}) =>
  ({ type, personal: personal as never, data: data as never }) as const;

describe('an entry', () => {
  it('has words for all that can happen', () => {
    expect(Object.keys(TYPE_LABELS).toSorted()).toEqual([...ACCOUNT_EVENT_TYPES].toSorted());
    for (const type of ACCOUNT_EVENT_TYPES) {
      expect(titleOf(entry(type))).not.toBe('');
      expect(detailsOf(entry(type))).toBeUndefined();
    }
  });

  it('tells what is personal while it is there', () => {
    expect(detailsOf(entry('renamed', { from: 'Ada', to: 'Ada L.' }))).toBe('Ada → Ada L.');
    expect(detailsOf(entry('registered', { name: 'Ada', email: 'a@b.org' }))).toBe('a@b.org');
    expect(detailsOf(entry('token-created', { name: 'nightly' }))).toBe('nightly');
    expect(detailsOf(entry('updated', null, { fields: ['created_at'] }))).toBe('created_at');
    const place = {
      ipAddress: '192.0.2.7',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537',
    };
    expect(detailsOf(entry('signed-in', place))).toBe('Chrome on Linux, 192.0.2.7');
    expect(detailsOf(entry('signed-in', { ipAddress: null, userAgent: null }))).toBeUndefined();
    expect(titleOf(entry('signed-in', null, { elsewhere: true }))).toBe('Signed in from elsewhere');
    expect(titleOf(entry('signed-in', null, { elsewhere: false }))).toBe('Signed in');
  });

  it('names devices as people do, as far as it can', () => {
    expect(deviceOf('Mozilla/5.0 (Macintosh; Intel Mac OS X) Edg/120 ')).toBe('Edge on macOS');
    expect(deviceOf('curl/8.0')).toBe('curl/8.0');
    expect(deviceOf('Firefox/1')).toBe('Firefox');
  });

  it('names who did it', () => {
    const by = (actor: string, actorName: string | null = null) =>
      actorOf({ actor, actorName, userId: 'me' });
    expect([by('system'), by('me', 'Ada'), by('you', 'Eve'), by('you')]).toEqual([
      'the system',
      'themselves',
      'Eve',
      'somebody who is gone or hidden',
    ]);
    expect(by('anonymous')).toContain('not signed in');
  });
});
