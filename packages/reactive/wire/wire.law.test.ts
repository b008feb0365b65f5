import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { same } from '../model/equality';
import { decode, encode, parse } from './index';
import { rowSchemaOf } from './row-form';

/** A schema, and values that it takes. */
interface Sample {
  readonly schema: z.ZodType;
  readonly value: fc.Arbitrary<unknown>;
  /** Whether its values are primitives: keys of maps and elements of sets are compared by identity. */
  readonly primitive: boolean;
}

const scalar = (schema: z.ZodType, value: fc.Arbitrary<unknown>): Sample => ({
  schema,
  value,
  primitive: true,
});
const compound = (schema: z.ZodType, value: fc.Arbitrary<unknown>): Sample => ({
  schema,
  value,
  primitive: false,
});

const cents = z.codec(z.bigint(), z.string().startsWith('¢'), {
  decode: (amount) => `¢${amount}`,
  encode: (text) => BigInt(text.slice(1)),
});

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const scalars: readonly Sample[] = [
  scalar(z.string(), fc.string({ unit: 'binary' })),
  scalar(z.number(), number),
  scalar(z.boolean(), fc.boolean()),
  scalar(z.bigint(), fc.bigInt()),
  scalar(z.null(), fc.constant(null)),
  scalar(z.enum(['a', 'b']), fc.constantFrom('a', 'b')),
  scalar(z.literal([1n, 'one', null]), fc.constantFrom(1n, 'one', null)),
  scalar(
    cents,
    fc.bigInt().map((amount) => `¢${amount}`),
  ),
  compound(z.date(), fc.date({ noInvalidDate: true })),
  compound(z.instanceof(Uint8Array), fc.uint8Array({ maxLength: 20 })),
  compound(
    z.unknown(),
    fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value).replaceAll('-0', '0'))),
  ),
];

/** Names that are trouble elsewhere among them. */
const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '0', 'at'),
  fc.string({ maxLength: 3 }),
);

/** Zod itself takes what an object inherits for a field of it. */
const field = name.filter((each) => !(each in {}));

const objects = (part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc
    .uniqueArray(fc.tuple(field, part, fc.boolean()), {
      selector: ([key]) => key,
      maxLength: 4,
    })
    .map((fields) => {
      const shape = fields.map(([key, { schema }, optional]) => [key, optional ? schema.optional() : schema]);
      const values = fields.map(([key, { value }, optional]) =>
        optional
          ? fc.oneof(
              fc.constant([]),
              value.map((held) => [[key, held]]),
            )
          : value.map((held) => [[key, held]]),
      );
      const value = fc.tuple(...values).map((entries) => Object.fromEntries(entries.flat()));
      return compound(z.object(Object.fromEntries(shape)), value);
    });

const unions = (part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc.array(part, { minLength: 1, maxLength: 3 }).map((members) => {
    const options = members.map(({ schema }, index) =>
      z.object({ kind: z.literal(`k${index}`), held: schema }),
    );
    const values = members.map(({ value }, index) => value.map((held) => ({ kind: `k${index}`, held })));
    const [first, ...rest] = options;
    const schema = first === undefined ? z.never() : z.discriminatedUnion('kind', [first, ...rest]);
    return compound(schema, fc.oneof(...values));
  });

const wrapped = (part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  part.chain(({ schema, value, primitive }) =>
    fc.constantFrom<Sample>(
      { schema: schema.nullable(), value: fc.option(value), primitive },
      { schema: z.nonoptional(schema), value, primitive },
      { schema: z.lazy(() => schema), value, primitive },
      compound(z.array(schema), fc.array(value, { maxLength: 3 })),
      compound(z.tuple([schema, z.bigint()]), fc.tuple(value, fc.bigInt())),
      compound(
        z.record(z.string(), schema),
        fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true }),
      ),
    ),
  );

const maps = (part: fc.Arbitrary<Sample>, key: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc.tuple(key, part).map(([{ schema, value }, held]) =>
    compound(
      z.map(schema, held.schema),
      fc.array(fc.tuple(value, held.value), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    ),
  );

const sets = (part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  part.map(({ schema, value }) =>
    compound(
      z.set(schema),
      fc.array(value, { maxLength: 3 }).map((all) => new Set(all)),
    ),
  );

const anyScalar = fc.constantFrom(...scalars);
const primitive = fc.constantFrom(...scalars.filter((sample) => sample.primitive));

const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyScalar,
    objects(tie('sample')),
    wrapped(tie('sample')),
    unions(tie('sample')),
    maps(tie('sample'), primitive),
    sets(primitive),
  ),
}));

const drawn = sample.chain(({ schema, value }) => value.map((held) => ({ schema, value: held })));

describe('the wire', () => {
  it('[W-1] brings every value of every schema back equal, through text', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(drawn, ({ schema, value }) => {
        const json: unknown = JSON.parse(JSON.stringify(encode(schema, value)));
        expect(same(decode(schema, json), value)).toBe(true);
        // Zod drops a name like __proto__ from a record.
        expect(same(parse(schema, json), rowSchemaOf(schema).parse(value))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('[W-4] takes any JSON whatever for any schema, and leaves it alone where it is none', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(sample, fc.jsonValue(), ({ schema }, json) => {
        const before = JSON.stringify(json);
        const row = decode(schema, json);
        expect(JSON.stringify(json)).toBe(before);
        // What was decoded is a value of the schema; what the schema does not take is told so.
        const taken = rowSchemaOf(schema).safeParse(row).success;
        expect(schema.safeParse(json).success && !taken).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
