import express from 'express';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serve } from '../node/serve.fixture';
import { fieldsOf } from '../query';
import { apiRouter, listSpecs, problems, sendList } from './index';

const schema = z.strictObject({ id: z.string(), role: z.enum(['user', 'admin']), at: z.date() });
const fields = fieldsOf(schema);

async function ask(search: string): Promise<Response> {
  const app = express();
  const routes = apiRouter((router) => {
    router.get('/rows', (req, res) => sendList(res, { items: [listSpecs(req, fields)], total: 1 }));
  });
  app.use(routes, problems());
  return fetch(`${await serve(app)}/rows${search}`);
}

describe('listSpecs', () => {
  it('[X-18] reads a query off the address', async () => {
    const where = JSON.stringify({ at: { gt: '2024-01-01T00:00:00.000Z' } });
    const response = await ask(
      `?role=admin&limit=5&where=${encodeURIComponent(where)}&orderBy={"at":"desc"}`,
    );
    const [specs] = (await response.json()).items;
    expect(specs).toEqual({
      where: { ...JSON.parse(where), role: 'admin' },
      orderBy: { at: 'desc' },
      limit: 5,
    });
    expect((await (await ask('')).json()).items).toEqual([{}]);
    expect((await (await ask('?')).json()).items).toEqual([{}]);
  });

  it.each([
    ['?color=red', 'color'],
    ['?role=admin&role=user', 'role'],
    ['?role[]=admin', 'role[]'],
    ['?role[equals]=admin', 'role[equals]'],
    ['?role=', 'role'],
    ['?role=owner', 'role'],
    ['?limit=0', 'limit'],
    ['?limit=-1', 'limit'],
    ['?limit=1e9', 'limit'],
    ['?limit=0x10', 'limit'],
    ['?limit=NaN', 'limit'],
    ['?limit=101', 'limit'],
    ['?where=nonsense', 'where'],
    ['?__proto__=1', '__proto__'],
  ])('[X-18] refuses %s and blames %s', async (search, parameter) => {
    const response = await ask(search);
    const { code, errors } = await response.json();
    expect([response.status, code, Object.keys(errors)]).toEqual([400, 'validation', [parameter]]);
  });
});
