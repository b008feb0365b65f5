import {
  type IUser,
  type IUserProvider,
  User,
  Users,
  userCreateSchema,
  userPatchSchema,
  userSchema,
} from '@myapp/core/entities/user';
import type { Router } from 'express';
import type { CollectionProvider } from 'reactive/entities/collection';
import type { ProviderClass } from 'reactive/entities/item';
import {
  apiRouter,
  idempotencyKey,
  ifMatch,
  listSpecs,
  parseBody,
  parseChanges,
  sendCreated,
  sendList,
  sendRow,
} from 'reactive/express';
import { fieldsOf } from 'reactive/query';

/** Where the routes keep users. */
export interface UserProviders {
  readonly item: ProviderClass<IUserProvider>;
  readonly collection: ProviderClass<CollectionProvider<IUser>>;
}

const fields = fieldsOf(userSchema);

/**
 * The REST routes of users, to be mounted under `/api` behind `jsonBody()` and a request scope.
 *
 * @example
 * const routes = userRoutes({ item: UserPrismaProvider, collection: UsersPrismaProvider });
 * app.use('/api', jsonBody(), scopeMiddleware(), routes, problems());
 */
export function userRoutes({ item: provider, collection }: UserProviders): Router {
  return apiRouter((router) => {
    router.get('/users', async (req, res) => {
      const users = new Users({ provider: collection });
      await users.load(listSpecs<IUser>(req, fields));
      sendList(res, {
        items: users.items.map((user) => user.getProperties()),
        total: users.getTotal(),
        next: users.getNext(),
      });
    });

    router.get('/users/:id', async (req, res) => {
      const user = new User({ id: req.params.id, provider });
      await user.load();
      sendRow(res, user.getProperties());
    });

    router.post('/users', async (req, res) => {
      const user = new User({ provider });
      await user.publish(parseBody(req, userCreateSchema), { idempotencyKey: idempotencyKey(req) });
      sendCreated(res, user.getProperties());
    });

    router.patch('/users/:id', async (req, res) => {
      const user = new User({ id: req.params.id, version: ifMatch(req), provider });
      await user.publish(parseChanges(req, userPatchSchema));
      sendRow(res, user.getProperties());
    });

    router.delete('/users/:id', async (req, res) => {
      const user = new User({ id: req.params.id, version: ifMatch(req), provider });
      await user.delete();
      res.status(204).end();
    });
  });
}
