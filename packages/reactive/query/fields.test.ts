import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as mini from 'zod/mini';
import * as core from 'zod/v4/core';
import { DefinitionError } from '../errors';
import { fieldsOfSchema } from './fields';
import { type Field, fieldsOf } from './index';

const field = (schema: z.ZodType): Field | undefined => fieldsOf(z.object({ it: schema })).get('it');
const kind = (schema: z.ZodType): string | undefined => field(schema)?.kind;

describe('the fields of a schema', () => {
  it('[Q-2] are worked out once for each schema', () => {
    const schema = z.object({ name: z.string(), age: z.number() });
    expect(fieldsOfSchema(schema)).toEqual(fieldsOf(schema));
    expect(fieldsOfSchema(schema)).toBe(fieldsOfSchema(schema));
    expect([...fieldsOfSchema(z.object({ other: z.date() })).keys()]).toEqual(['other']);
    for (const none of ['no schema', undefined]) expect(() => fieldsOfSchema(none)).toThrow(DefinitionError);
  });

  it('[Q-2] have the operators of their kind', () => {
    const equality = ['equals', 'not', 'in', 'notIn'];
    const range = [...equality, 'gt', 'gte', 'lt', 'lte'];
    const plain = { nullable: false, integer: false, sortable: true };
    expect(field(z.string())).toEqual({
      ...plain,
      kind: 'string',
      operators: [...range, 'contains', 'startsWith', 'endsWith'],
    });
    expect(field(z.number())).toEqual({ ...plain, kind: 'number', operators: range });
    expect(field(z.date())).toEqual({ ...plain, kind: 'date', operators: range });
    expect(field(z.boolean())).toEqual({ ...plain, kind: 'boolean', operators: equality });
    const role = { ...plain, kind: 'string', operators: equality, values: ['user', 'admin'] };
    expect(field(z.enum(['user', 'admin']))).toEqual(role);
    expect(field(z.literal(['user', 'admin']))).toEqual(role);
  });

  it('[Q-2] are seen through checks, formats and wrappers', () => {
    for (const text of [
      z.email(),
      z.uuid(),
      z.string().min(2).max(9).toLowerCase(),
      z.string().default('x'),
      z.string().prefault('x'),
      z.string().catch('x'),
      z.string().readonly(),
      z.string().brand('Name'),
      z.string().optional().nonoptional(),
      z.lazy(() => z.string()),
      z.templateLiteral(['a', z.number()]),
      z.preprocess(String, z.string()),
      z.string().pipe(z.string().max(3)),
      z.union([z.email(), z.uuid()]),
    ]) {
      expect(kind(text)).toBe('string');
    }
    expect(kind(z.coerce.date())).toBe('date');
    expect(kind(z.codec(z.string(), z.date(), { decode: (text) => new Date(text), encode: String }))).toBe(
      'date',
    );
    expect(kind(z.number().int().default(1))).toBe('number');
  });

  it('[Q-2] know null and undefined, which are one', () => {
    for (const schema of [
      z.string().optional(),
      z.string().nullable(),
      z.string().nullish().default(null),
      z.union([z.string(), z.null()]),
      z.union([z.undefined(), z.string()]),
      z.union([z.string().nullable(), z.email()]),
    ]) {
      expect(field(schema)).toMatchObject({ kind: 'string', nullable: true });
    }
    expect(field(z.string())).toMatchObject({ nullable: false });
  });

  it('[Q-2] know whole numbers and the values of an enum', () => {
    for (const schema of [z.int(), z.int32(), z.number().int().min(1), z.uint32().optional()]) {
      expect(field(schema)).toMatchObject({ kind: 'number', integer: true });
    }
    for (const schema of [z.number(), z.float32(), z.number().min(1)]) {
      expect(field(schema)).toMatchObject({ kind: 'number', integer: false });
    }
    enum Level {
      Low,
      High,
    }
    expect(field(z.enum(Level))).toMatchObject({ kind: 'number', values: [0, 1] });
    expect(field(z.enum({ A: 'a', B: 'b' }))).toMatchObject({ kind: 'string', values: ['a', 'b'] });
    expect(field(z.literal(true))).toMatchObject({ kind: 'boolean', values: [true] });
    expect(field(z.union([z.literal('a'), z.literal('b')]))).toMatchObject({ values: ['a', 'b'] });
    expect(field(z.union([z.literal('a'), z.string()]))).not.toHaveProperty('values');
  });

  it('[Q-2] leave out what can not be compared', () => {
    const recursive: z.ZodType = z.lazy(() => recursive);
    for (const schema of [
      z.object({ city: z.string() }),
      z.array(z.string()),
      z.union([z.string(), z.number()]),
      z.null(),
      z.literal(['a', 1]),
      z.bigint(),
      z.any(),
      z.string().transform((text) => text.length),
      recursive,
    ]) {
      expect(field(schema)).toBeUndefined();
    }
  });

  it('[Q-2] can be changed or hidden one by one', () => {
    const schema = z.object({
      name: z.string(),
      secret: z.string(),
      slug: z.string().transform((text) => text),
    });
    const fields = fieldsOf(schema, {
      name: { sortable: false, operators: ['equals'] },
      secret: false,
      slug: { kind: 'string' },
      extra: { kind: 'number', nullable: true },
    });
    expect([...fields.keys()]).toEqual(['name', 'slug', 'extra']);
    expect(fields.get('name')).toMatchObject({ kind: 'string', sortable: false, operators: ['equals'] });
    expect(fields.get('slug')?.operators).toContain('contains');
    expect(fields.get('extra')).toMatchObject({
      kind: 'number',
      nullable: true,
      operators: expect.not.arrayContaining(['contains']),
    });
    expect(() => fieldsOf(schema, { nome: { sortable: false } })).toThrow(DefinitionError);
  });

  it('[Q-2] come from any copy or flavour of Zod, and from objects only', () => {
    const schema = mini.object({ name: mini.optional(mini.string()), age: mini.int() });
    expect(fieldsOf(schema).get('name')).toMatchObject({ kind: 'string', nullable: true });
    expect(fieldsOf(schema).get('age')).toMatchObject({ integer: true });
    const name = new core.$ZodString({ type: 'string' });
    expect(fieldsOf(new core.$ZodObject({ type: 'object', shape: { name } })).get('name')?.kind).toBe(
      'string',
    );
    expect(fieldsOf(z.strictObject({ name: z.string() }).refine(() => true)).has('name')).toBe(true);
    for (const wrong of [
      z.string(),
      z.array(z.string()),
      {},
      null,
      undefined,
      'x',
      { shape: {} },
      { def: 1 },
    ]) {
      expect(() => fieldsOf(wrong)).toThrow(DefinitionError);
    }
  });

  it('[Q-2] are safe from names that objects inherit', () => {
    const fields = fieldsOf(z.object({ name: z.string() }));
    expect(fields.get('constructor')).toBeUndefined();
    expect(fieldsOf(z.object({ constructor: z.string() }), {}).get('constructor')?.kind).toBe('string');
  });
});
