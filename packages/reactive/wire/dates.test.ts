import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { reviveDates } from './dates';

const text = '2024-02-29T12:30:00.000Z';
const date = new Date(text);

interface Thread {
  at: Date;
  answers: Thread[];
}
const thread: z.ZodType<Thread> = z.object({ at: z.date(), answers: z.lazy(() => z.array(thread)) });

describe('reviveDates', () => {
  it.each([
    [
      'a field',
      z.object({ at: z.date(), name: z.string() }),
      { at: text, name: text },
      { at: date, name: text },
    ],
    [
      'wrapped',
      z.object({ at: z.date().nullable().optional().default(null).readonly() }),
      { at: text },
      { at: date },
    ],
    ['nested', z.object({ a: z.object({ at: z.date() }) }), { a: { at: text } }, { a: { at: date } }],
    ['a list', z.array(z.date()), [text, null], [date, null]],
    ['a record', z.record(z.string(), z.date()), { a: text }, { a: date }],
    ['a tuple', z.tuple([z.string(), z.date()]), [text, text, text], [text, date, text]],
    ['a union', z.union([z.date(), z.null()]), text, date],
    ['a union with text', z.union([z.date(), z.string()]), text, text],
    [
      'recursive',
      thread,
      { at: text, answers: [{ at: text, answers: [] }] },
      { at: date, answers: [{ at: date, answers: [] }] },
    ],
  ] as const)('[H-1] revives %s', (...[, schema, json, expected]) => {
    expect(reviveDates(schema, json, 'out')).toEqual(expected);
  });

  it('[H-1] goes by the side of a pipe that the JSON stands for', () => {
    const schema = z.object({ at: z.iso.datetime().pipe(z.coerce.date()) });
    expect(reviveDates(schema, { at: text }, 'in')).toEqual({ at: text });
    expect(reviveDates(schema, { at: text }, 'out')).toEqual({ at: date });
  });

  it.each([
    'yesterday',
    '2024',
    '2024-02-29',
    '2023-02-29T00:00:00Z',
    '2024-01-01T25:00:00Z',
    '+999999-01-01T00:00:00Z',
    '',
    0,
    null,
    {},
    [text],
  ])('[H-1] leaves %j, which is no date and time, for a schema to refuse', (json) => {
    expect(reviveDates(z.date(), json, 'out')).toBe(json);
  });

  it('[H-1] understands offsets', () => {
    expect(reviveDates(z.date(), '2024-02-29T00:30:00+02:00', 'in')).toEqual(
      new Date('2024-02-28T22:30:00Z'),
    );
  });

  it('[H-1] changes neither its input nor what the schema does not know', () => {
    const json = JSON.parse(`{"at":"${text}","__proto__":{"x":1},"more":"${text}"}`);
    const revived = reviveDates(z.object({ at: z.date() }), json, 'out');
    expect(json.at).toBe(text);
    expect(revived).toMatchObject({ at: date, more: text });
    expect(Object.getPrototypeOf(revived)).toBe(Object.prototype);
    expect(reviveDates(z.object({ at: z.date() }), 'no object', 'out')).toBe('no object');
    expect(reviveDates(undefined, json, 'out')).toBe(json);
  });
});
