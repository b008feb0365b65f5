import express from 'express';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ValidationError } from '../errors';
import { ReactiveModel } from '../model';
import { serve } from '../node/serve.fixture';
import { apiRouter, jsonBody, parseBody, problems } from './index';

const schema = z.strictObject({ name: z.string().min(2, 'Too short'), role: z.enum(['user', 'admin']) });
type Person = z.output<typeof schema>;

class PersonModel extends ReactiveModel<Person> {
  declare name: string;
  declare role: 'user' | 'admin';

  constructor(specs: Partial<Person> = {}) {
    super({ properties: ['name', 'role'], ...specs });
  }

  protected override get schema() {
    return schema;
  }
}

async function post(body: string): Promise<unknown> {
  const app = express();
  const outcomes: unknown[] = [];
  const attempt = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      return error;
    }
  };
  const routes = apiRouter((router) => {
    router.post('/', (req, res) => {
      // What careless code does, past the compiler, which knows the body as unknown.
      const careless = req.body as Partial<Person>;
      outcomes.push(
        attempt(() => new PersonModel({ ...careless })),
        attempt(() => new PersonModel().set(careless)),
        attempt(() => new PersonModel().validate(careless)),
        attempt(() => new PersonModel(parseBody(req, schema)).getProperties()),
      );
      res.end();
    });
  });
  app.use(jsonBody(), routes, problems());
  await fetch(await serve(app), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  return outcomes;
}

describe('an unparsed body', () => {
  it('[X-1] is refused by constructors and set, can be validated, and is taken once it is parsed', async () => {
    const refused: unknown = expect.any(ValidationError);
    const ada = { name: 'Ada', role: 'admin' };
    expect(await post(JSON.stringify(ada))).toEqual([refused, refused, { valid: true }, ada]);
    const invalid = { valid: false, errors: { name: ['Too short'] } };
    expect(await post('{"name":"A","role":"user"}')).toEqual([refused, refused, invalid, refused]);
  });
});
