import express, { type RequestHandler } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireScope, scopeMiddleware } from '../node';
import { serve } from '../node/serve.fixture';
import { type MemoryProviders, memoryProvider, providerContract } from '../testing';
import {
  Parcel,
  ParcelProvider,
  type ParcelRow,
  Parcels,
  ParcelsProvider,
  parcelContract,
  parcelJson,
  parcelSchema,
} from '../wire/parcel.fixture';
import {
  apiRouter,
  idempotencyKey,
  ifMatch,
  jsonBody,
  listSpecs,
  parseBody,
  parseChanges,
  problems,
  sendCreated,
  sendList,
  sendRow,
} from './index';

const createSchema = parcelSchema
  .omit({ version: true })
  .extend({ id: parcelSchema.shape.id.exactOptional() });
const patchSchema = parcelSchema.omit({ id: true, version: true }).partial();

/** The routes of an entity, as applications write them. */
function routes({ ItemProvider: provider, CollectionProvider }: MemoryProviders<ParcelRow>): RequestHandler {
  return apiRouter((router) => {
    router.get('/parcels', async (req, res) => {
      const parcels = new Parcels({ provider: CollectionProvider });
      await parcels.load(listSpecs<ParcelRow>(req, parcelContract.fields));
      const page = { items: parcels.getItemProperties(), total: parcels.getTotal(), next: parcels.getNext() };
      sendList(res, page, parcelSchema);
    });
    router.get('/parcels/:id', async (req, res) => {
      const parcel = new Parcel({ id: req.params.id, provider });
      await parcel.load();
      sendRow(res, parcel.getProperties(), parcelSchema);
    });
    router.post('/parcels', async (req, res) => {
      const parcel = new Parcel({ provider });
      await parcel.publish(parseBody(req, createSchema), { idempotencyKey: idempotencyKey(req) });
      sendCreated(res, parcel.getProperties(), parcelSchema);
    });
    router.patch('/parcels/:id', async (req, res) => {
      const parcel = new Parcel({ id: req.params.id, version: ifMatch(req), provider });
      // Without a value a field of a body is not there.
      await parcel.publish(parseChanges(req, patchSchema) as Partial<ParcelRow>);
      sendRow(res, parcel.getProperties(), parcelSchema);
    });
    router.delete('/parcels/:id', async (req, res) => {
      await new Parcel({ id: req.params.id, version: ifMatch(req), provider }).delete();
      res.status(204).end();
    });
  });
}

let takeBack: () => void;
beforeAll(() => {
  takeBack = requireScope();
});
afterAll(() => takeBack());

async function serveParcels(): Promise<string> {
  const app = express();
  app.use(
    scopeMiddleware(),
    jsonBody(),
    routes(memoryProvider<ParcelRow>({ schema: parcelSchema })),
    problems(),
  );
  return serve(app);
}

providerContract<ParcelRow>({
  name: 'HTTP and Express, values that JSON lacks',
  runner: { describe, it, expect },
  async setup() {
    const baseUrl = await serveParcels();
    return {
      items: new (ParcelProvider.using({ baseUrl }))(),
      collection: new (ParcelsProvider.using({ baseUrl }))(),
    };
  },
  ...parcelContract,
  blind: 'refused',
});

describe('bodies with values that JSON lacks', () => {
  it('[W-14] are taken as the HTTP provider sends them, and refused by field otherwise', async () => {
    const address = await serveParcels();
    const post = (body: object): Promise<Response> =>
      fetch(`${address}/parcels`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const { version: _, ...json } = parcelJson;
    const created = await post(json);
    expect([created.status, await created.json()]).toEqual([201, { ...parcelJson, version: 1 }]);
    const wrong = {
      serial: 5,
      weight: 1.5,
      label: 'a',
      prices: [['EUR', 'x']],
      tags: ['a', 'a'],
      toll: '1.0',
      sentAt: 0,
    };
    const refused = await post({ ...json, ...wrong, more: '1' });
    expect(refused.status).toBe(400);
    const { errors } = await refused.json();
    expect(Object.keys(errors).sort()).toEqual([
      'label',
      'more',
      'prices.EUR',
      'sentAt',
      'serial',
      'tags',
      'toll',
      'weight',
    ]);
  });

  it('[W-14] are sent by what they are without a schema, and never as null in silence', async () => {
    const row = { version: 1, big: 5n, tags: new Set(['a']), at: new Date(0) };
    const app = express();
    app.get('/row', (_req, res) => sendRow(res, row));
    app.get('/list', (_req, res) => sendList(res, { items: [{ size: Number.NaN }], total: 1 }));
    app.use(problems({ report: () => {} }));
    const address = await serve(app);
    const sent = await fetch(`${address}/row`);
    expect(await sent.json()).toEqual({ version: 1, big: '5', tags: ['a'], at: '1970-01-01T00:00:00.000Z' });
    expect((await fetch(`${address}/list`)).status).toBe(500);
  });
});
