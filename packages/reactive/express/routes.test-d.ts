import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { apiRouter, parseBody, parseChanges } from './index';

const schema = z.strictObject({ name: z.string(), role: z.enum(['user', 'admin']).default('user') });

test('[X-19] a handler gets params by their names, and body and query as unknown', () => {
  apiRouter((router) => {
    router.get('/rows/:id/parts/:part', (req) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: string } & { part: string }>();
      expectTypeOf(req.query).toBeUnknown();
      // @ts-expect-error the path has no such parameter
      req.params.other;
    });
    router.post('/rows', (req) => {
      expectTypeOf(req.body).toBeUnknown();
      // @ts-expect-error a body cannot be spread before it is parsed
      return { ...req.body };
    });
  });
});

test('[X-19] a parsed body has the type that its schema gives', () => {
  expectTypeOf(parseBody({}, schema)).toEqualTypeOf<{ name: string; role: 'user' | 'admin' }>();
  expectTypeOf(parseChanges({}, schema.partial()).name).toEqualTypeOf<string | undefined>();
  // @ts-expect-error changes are an object
  parseChanges({}, z.string());
});
