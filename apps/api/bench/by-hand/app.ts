import { type Express, Router } from 'express';
import type { Surroundings } from '../contenders';
import type { PrismaClient } from '../generated/client';
import { appWith } from '../middleware';
import { connect } from './client';
import { HttpError } from './http-error';
import { viewerOf } from './session';
import { changes, changeUser, findUser, listQuery, listUsers, userId } from './users';

function versionIn(header: string | undefined): number {
  if (header === undefined) throw new HttpError(428, 'If-Match is required');
  const [, version] = /^"(\d{1,9})"$/.exec(header) ?? [];
  if (version === undefined) throw new HttpError(400, 'If-Match must be one strong ETag');
  return Number(version);
}

function routes(prisma: PrismaClient): Router {
  const router = Router();
  router.get('/users', async (req, res) => {
    const page = await listUsers(prisma, viewerOf(res), listQuery.parse(req.query));
    res.set('Cache-Control', 'no-store').json(page);
  });
  router.get('/users/:id', async (req, res) => {
    const user = await findUser(prisma, viewerOf(res), userId.parse(req.params.id));
    res.set({ 'Cache-Control': 'private, no-cache', ETag: `"${user.version}"` }).json(user);
  });
  router.patch('/users/:id', async (req, res) => {
    const user = await changeUser(prisma, {
      viewer: viewerOf(res),
      id: userId.parse(req.params.id),
      version: versionIn(req.headers['if-match']),
      values: changes.parse(req.body),
      requestId: res.get('X-Request-Id') ?? '',
    });
    res.set({ 'Cache-Control': 'private, no-cache', ETag: `"${user.version}"` }).json(user);
  });
  return router;
}

/** The routes as somebody writes them on Express, Prisma and Zod. */
export async function byHand({ databaseUrl, secret }: Surroundings): Promise<Express> {
  const prisma = connect(databaseUrl);
  return appWith(routes(prisma), { prisma, secret });
}
