import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldsOf } from '../query';
import { describeApi, problemResponses, resourcePaths } from './index';

const noteSchema = z.strictObject({
  id: z.string().min(1),
  text: z.string().max(2000),
  done: z.boolean(),
  dueAt: z.date().nullable(),
  version: z.int().min(1),
});

const described = {
  name: 'Note',
  path: '/api/notes',
  read: noteSchema,
  create: noteSchema.pick({ text: true }).extend({ id: z.uuidv7().lowercase().exactOptional() }),
  patch: z.strictObject({ text: noteSchema.shape.text.exactOptional() }),
  fields: fieldsOf(noteSchema),
  example: { id: '1', text: 'Water the plants', done: false, dueAt: null, version: 1 },
  examples: { create: { text: 'Water the plants' }, patch: { text: 'Water them twice' } },
  everywhere: ['rate_limited'],
} satisfies Parameters<typeof resourcePaths>[0];

const notes = resourcePaths(described);

// Read as whoever gets it over HTTP does.
const document = JSON.parse(
  JSON.stringify(describeApi({ info: { title: 'Notes', version: '1' }, resources: [notes] })),
);
const { schemas } = document.components;

describe('the document of an API', () => {
  it('[O-1] has the five operations of a resource, each with its parameters, bodies and answers', () => {
    const { get, post } = document.paths['/api/notes'];
    const one = document.paths['/api/notes/{id}'];
    const statuses = [get, post, one.get, one.patch, one.delete].map(({ responses }) =>
      Object.keys(responses),
    );
    expect(statuses).toEqual([
      ['200', '400', '429', '500', '503'],
      ['201', '400', '409', '413', '415', '422', '429', '500', '503'],
      ['200', '400', '404', '429', '500', '503'],
      ['200', '400', '404', '409', '412', '413', '415', '422', '428', '429', '500', '503'],
      ['204', '400', '404', '409', '412', '422', '428', '429', '500', '503'],
    ]);
    const names = ({ parameters }: { parameters: { name: string }[] }) => parameters.map(({ name }) => name);
    expect(names(get)).toEqual([
      'id',
      'text',
      'done',
      'dueAt',
      'version',
      'where',
      'orderBy',
      'limit',
      'next',
    ]);
    expect([post, one.get, one.patch, one.delete].map(names)).toEqual([
      ['Idempotency-Key'],
      ['id'],
      ['id', 'If-Match', 'Idempotency-Key'],
      ['id', 'If-Match', 'Idempotency-Key'],
    ]);
  });

  it('[O-1] says of a row that is the same for all its readers that who has it gets 304', () => {
    const { paths } = resourcePaths({ ...described, shared: true });
    const { parameters, responses } = paths['/api/notes/{id}']?.get ?? {};
    expect(parameters).toMatchObject([{ name: 'id' }, { name: 'If-None-Match' }]);
    expect(responses).toMatchObject({ '304': { headers: { ETag: {} } } });
  });

  it('[O-2] says what is sent and taken by the schemas that parse it, dates as their text', () => {
    expect(schemas.Note).toMatchObject({
      additionalProperties: false,
      required: ['id', 'text', 'done', 'dueAt', 'version'],
      properties: { dueAt: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] } },
    });
    expect(schemas.NoteCreate.properties.id).toMatchObject({ type: 'string', format: 'uuid' });
    expect(schemas.NotePatch.required ?? []).toEqual([]);
    const { content } = document.paths['/api/notes'].post.requestBody;
    expect(content['application/json'].schema).toEqual({ $ref: '#/components/schemas/NoteCreate' });
  });

  it('[O-3] says which filters and orders there are: the operators of each field, and no other', () => {
    const { properties, additionalProperties } = schemas.NoteWhere;
    expect(additionalProperties).toBe(false);
    const operators = (name: string) => Object.keys(properties[name].anyOf[1].properties);
    expect(operators('done')).toEqual(['equals', 'not', 'in', 'notIn']);
    expect(operators('dueAt')).toEqual(['equals', 'not', 'in', 'notIn', 'gt', 'gte', 'lt', 'lte']);
    expect(operators('text')).toContain('contains');
    expect(properties.dueAt.anyOf[0]).toEqual({ type: ['string', 'null'], format: 'date-time' });
    expect(properties.NOT).toEqual({ $ref: '#/components/schemas/NoteWhere' });
    const orderBy = document.paths['/api/notes'].get.parameters.find(
      ({ name }: { name: string }) => name === 'orderBy',
    );
    expect(orderBy.content['application/json'].schema.anyOf[0].properties.text).toEqual({
      enum: ['asc', 'desc'],
    });
  });

  it('[O-4] has one answer for each status, in problem+json, with Retry-After where that is sent', () => {
    const responses = problemResponses(['conflict', 'state', 'unavailable']);
    expect(Object.keys(responses)).toEqual(['409', '503']);
    expect(responses['409']).not.toHaveProperty('headers');
    expect(responses['503']).toMatchObject({ headers: { 'Retry-After': {} } });
    const { 400: refused } = document.paths['/api/notes'].get.responses;
    expect(refused.content['application/problem+json'].schema).toEqual({
      $ref: '#/components/schemas/Problem',
    });
    expect(schemas.Problem.properties.code.enum).toContain('precondition_failed');
  });
});
