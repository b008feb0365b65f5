import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EventCatalogue, type EventContent, UnknownEventError } from './index';
import { storedEvent } from './stored-event.fixture';

const events = new EventCatalogue({
  counted: {
    version: 3,
    data: z.strictObject({ by: z.int(), reason: z.string() }),
    personal: z.strictObject({ name: z.string() }),
    upcasts: {
      1: ({ data, personal }) => ({ data: { by: (data as { count: number }).count }, personal }),
      2: ({ data, personal }) => ({ data: { ...(data as object), reason: 'none given' }, personal }),
    },
  },
  stopped: { version: 2, data: z.strictObject({}) },
});

const stored = (type: string, schemaVersion: number, content: Partial<EventContent>) => ({
  ...storedEvent('invited'),
  type,
  schemaVersion,
  data: {},
  personal: null,
  ...content,
});

describe('reading', () => {
  it('lifts what was written before to what it is today, step by step', () => {
    const personal = { name: 'Ada' };
    for (const [version, data, reason] of [
      [1, { count: 2 }, 'none given'],
      [2, { by: 2 }, 'none given'],
      [3, { by: 2, reason: 'asked' }, 'asked'],
    ] as const) {
      expect(events.read(stored('counted', version, { data, personal }))).toMatchObject({
        type: 'counted',
        schemaVersion: 3,
        data: { by: 2, reason },
        personal,
      });
    }
  });

  it('does without what was forgotten', () => {
    const event = events.read(stored('counted', 3, { data: { by: 1, reason: '' } }));
    expect(event.personal).toBeNull();
  });

  it.each([
    ['an unknown type', stored('exploded', 1, {}), 'of the type exploded are unknown'],
    ['an inherited name', stored('constructor', 1, {}), 'of the type constructor are unknown'],
    ['a newer version', stored('counted', 4, {}), 'Version 4 of events'],
    ['no version', stored('counted', 0, {}), 'Version 0 of events'],
    ['a version that nothing lifts', stored('stopped', 1, {}), 'Nothing lifts version 1'],
    ['other data', stored('counted', 3, { data: { by: 'x', reason: '' } }), 'not as events of the type'],
    ['more data', stored('stopped', 2, { data: { by: 1 } }), 'not as events of the type'],
    ['what no event of its type has', stored('stopped', 2, { personal: { name: 'Ada' } }), 'not as events'],
  ])('refuses %s', (_what, event, message) => {
    const read = () => events.read(event);
    expect(read).toThrow(UnknownEventError);
    expect(read).toThrow(message);
  });
});

describe('writing', () => {
  it('gives what a store keeps, at the version of today', () => {
    const event = { type: 'counted', data: { by: 1, reason: 'r' }, personal: { name: 'Ada' } } as const;
    expect(events.write(event)).toEqual({ ...event, schemaVersion: 3 });
    expect(events.write({ type: 'stopped', data: {}, personal: null })).toEqual({
      type: 'stopped',
      data: {},
      personal: null,
      schemaVersion: 2,
    });
  });

  it('refuses an unknown type, and content that could not be read again', () => {
    expect(() => events.write({ type: 'exploded' } as never)).toThrow(UnknownEventError);
    for (const wrong of [
      { type: 'counted', data: { by: 1 }, personal: null },
      { type: 'counted', data: { by: 1, reason: '', more: 1 }, personal: null },
      { type: 'counted', data: { by: 1, reason: '' }, personal: { name: 1 } },
      { type: 'stopped', data: {}, personal: { name: 'Ada' } },
    ]) {
      expect(() => events.write(wrong as never)).toThrow(z.ZodError);
    }
  });
});
