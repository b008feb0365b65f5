import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Collection } from '../entities/collection';
import { Item } from '../entities/item';
import { Scope } from '../registry';
import { allowedPart } from './allowed';
import { dehydrate, hydrate, scriptText } from './index';

const SECRET = 'the secret marker';

/** A value, a schema that it fits once what is secret has gone, and what is left of it then. */
interface Part {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly left: unknown;
}

const scalar: fc.Arbitrary<Part> = fc.oneof(
  fc.string().map((value) => ({ schema: z.string(), value, left: value })),
  fc.integer().map((value) => ({ schema: z.number().nullable(), value, left: value })),
  fc.constant({ schema: z.string().nullable(), value: null, left: null }),
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((value) => {
    return { schema: z.date().optional(), value, left: value };
  }),
  fc.string().map((value) => ({ schema: z.string().pipe(z.string()), value, left: value })),
);

const secret: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  SECRET,
  [SECRET],
  { deep: { inside: SECRET } },
  { [SECRET]: 1 },
);

const name = fc.constantFrom('a', 'b', 'c', 'title', 'toString', 'valueOf');
const hiddenName = fc.constantFrom('hidden', 'fee', 'hash', 'hasOwnProperty');

const fieldsOf = (part: fc.Arbitrary<Part>) =>
  fc.record({
    open: fc.dictionary(name, part, { minKeys: 1, maxKeys: 3 }),
    hidden: fc.dictionary(hiddenName, secret, { maxKeys: 2 }),
  });

type Fields = { readonly open: Record<string, Part>; readonly hidden: Record<string, unknown> };

const pick = <V>(parts: Record<string, Part>, take: (part: Part) => V): Record<string, V> =>
  Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, take(part)]));

const object = ({ open, hidden }: Fields, strict: boolean): Part => {
  const shape = pick(open, ({ schema }) => schema);
  return {
    schema: strict ? z.strictObject(shape) : z.object(shape),
    value: { ...hidden, ...pick(open, ({ value }) => value) },
    left: pick(open, ({ left }) => left),
  };
};

const wrap = ({ schema, value, left }: Part, how: number): Part => {
  const ways: (() => Part)[] = [
    () => ({ schema: z.array(schema), value: [value, value], left: [left, left] }),
    () => ({ schema: z.tuple([z.string(), schema]), value: ['x', value], left: ['x', left] }),
    () => ({ schema: z.record(z.string(), schema), value: { any: value }, left: { any: left } }),
    () => ({ schema: z.lazy(() => schema), value, left }),
    () => ({ schema: schema.nullable().default(null), value, left }),
    () => ({ schema: schema.readonly(), value, left }),
  ];
  return (ways[how % ways.length] as () => Part)();
};

const { part } = fc.letrec<{ part: Part }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.tuple(fieldsOf(tie('part')), fc.boolean()).map(([fields, strict]) => object(fields, strict)),
    fc.tuple(tie('part'), fc.nat(5)).map(([inner, how]) => wrap(inner, how)),
  ),
}));

const partsOf = (value: unknown): unknown[] => {
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  return value instanceof Set ? [...value] : [value];
};

describe('what is allowed', () => {
  it('[Y-3] inside of a value is what its schema names, wherever it is', () => {
    fc.assert(
      fc.property(part, ({ schema, value, left }) => {
        expect(allowedPart(schema, value)).toEqual(left);
      }),
    );
  });

  it.each([
    ['maps', z.map(z.string(), z.object({ a: z.number() })), new Map([['k', { a: 1, fee: SECRET }]])],
    ['sets', z.set(z.object({ a: z.number() })), new Set([{ a: 1, fee: SECRET }])],
    ['intersections', z.intersection(z.object({ a: z.number() }), z.object({})), { a: 1, fee: SECRET }],
    [
      'unions',
      z.union([z.strictObject({ other: z.string() }), z.object({ a: z.number() })]),
      { a: 1, fee: SECRET },
    ],
    ['pipes', z.unknown().pipe(z.object({ a: z.number() })), { a: 1, fee: SECRET }],
    ['keys of maps', z.map(z.object({ a: z.number() }), z.string()), new Map([[{ a: 1, fee: SECRET }, 'v']])],
  ])('[Y-3] of %s too', (_what, schema, value) => {
    const allowed = allowedPart(schema, value);
    const parts = partsOf(allowed);
    expect(parts).toContainEqual({ a: 1 });
    expect(JSON.stringify(parts)).not.toContain(SECRET);
  });

  it('[Y-3] what a schema leaves open is allowed: that is what it says', () => {
    const schema = z.object({ any: z.unknown(), more: z.looseObject({}) });
    const value = { any: { a: 1 }, more: { b: 2 } };
    expect(allowedPart(schema, value)).toEqual(value);
  });
});

describe('a secret', () => {
  it('[Y-3] is nowhere in the output, whatever rows and schemas there are; all else arrives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fieldsOf(part), { minLength: 1, maxLength: 3 }), async (kinds) => {
        const [server, browser] = [new Scope(), new Scope()];
        const entities = kinds.map((fields, index) => entityOf(`kind ${index}`, fields));
        for (const { fill } of entities) await server.run(fill);
        const read = Object.fromEntries(entities.map(({ entity, schema }) => [entity, schema]));
        const text = scriptText(dehydrate(server, { read }));
        expect(text).not.toContain(SECRET);
        hydrate(browser, JSON.parse(text), {
          entities: Object.fromEntries(
            entities.map(({ entity, item, schema }) => [entity, { item, read: schema }]),
          ),
        });
        for (const { item: Thing, left } of entities) {
          expect(browser.run(() => new Thing({ id: '1' })).getProperties()).toEqual(left);
        }
        for (const scope of [server, browser]) scope.dispose();
      }),
      { numRuns: 60 },
    );
  });
});

/** An entity with these fields, some of them for nobody, and a scope's worth of things that are to stay there. */
const entityOf = (entity: string, { open, hidden }: Fields) => {
  const names = [
    'id',
    'edited',
    ...Object.keys(open).map((key) => `${key}_`),
    ...Object.keys(hidden).map((key) => `${key}_`),
  ];
  class Thing extends Item<Record<string, unknown>> {
    constructor(specs: Record<string, unknown> = {}) {
      super({ entity, properties: names, ...specs });
    }
  }
  const suffixed = <V>(values: Record<string, V>): Record<string, V> =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`${key}_`, value]));
  const row = {
    id: '1',
    edited: 'confirmed',
    ...suffixed(pick(open, ({ value }) => value)),
    ...suffixed(hidden),
  };
  class ThingProvider {
    list = () => Promise.resolve({ items: [row, { ...row, id: '2' }], total: 2, next: null });
  }
  const held: unknown[] = [];
  const fill = async (): Promise<void> => {
    const things = new Collection({ entity, item: Thing, provider: ThingProvider });
    const others = [new Thing({ edited: SECRET }), new Thing({ id: '3', edited: SECRET })];
    held.push(things, others);
    await things.load();
    things.get('1')?.set({ edited: SECRET });
    things.addItems([{ edited: SECRET }]);
    await others[1]?.delete();
  };
  const schema = z.strictObject({
    id: z.string(),
    edited: z.string(),
    ...suffixed(pick(open, (each) => each.schema)),
  });
  const left = { id: '1', edited: 'confirmed', ...suffixed(pick(open, (each) => each.left)) };
  return { entity, item: Thing, schema, fill, left, held };
};
