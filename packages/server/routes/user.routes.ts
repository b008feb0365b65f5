import {
  type IUser,
  type IUserProvider,
  User,
  Users,
  userCreateSchema,
  userPatchSchema,
} from '@myapp/core/entities/user';
import { requireActor, userPolicy } from '@myapp/core/policies';
import type { Router } from 'express';
import type { CollectionProvider } from 'reactive/entities/collection';
import type { ProviderClass } from 'reactive/entities/item';
import {
  apiRouter,
  ifMatch,
  listSpecs,
  parseBody,
  parseChanges,
  sendCreated,
  sendList,
  sendRow,
} from 'reactive/express';

/** Where the routes keep users. */
export interface UserProviders {
  readonly item: ProviderClass<IUserProvider>;
  readonly collection: ProviderClass<CollectionProvider<IUser>>;
}

/** What of a user whoever asks may know. */
const shown = (user: User): Partial<IUser> => userPolicy.present(requireActor(), user.getProperties());

/**
 * The REST routes of users, to be mounted under `/api` behind `jsonBody()`, a request scope and `idempotent()`.
 *
 * @example
 * const routes = userRoutes({ item: UserPrismaProvider, collection: UsersPrismaProvider });
 * app.use('/api', jsonBody(), scopeMiddleware(), idempotent(idempotencyRecords), routes, problems());
 */
export function userRoutes({ item: provider, collection }: UserProviders): Router {
  return apiRouter((router) => {
    router.get('/users', async (req, res) => {
      const users = new Users({ provider: collection });
      await users.load(listSpecs<IUser>(req, userPolicy.queryableFields(requireActor())));
      sendList(res, {
        items: users.items.map(shown),
        total: users.getTotal(),
        next: users.getNext(),
      });
    });

    router.get('/users/:id', async (req, res) => {
      const user = new User({ id: req.params.id, provider });
      await user.load();
      sendRow(res, shown(user));
    });

    router.post('/users', async (req, res) => {
      const user = new User({ provider });
      await user.publish(parseBody(req, userCreateSchema));
      sendCreated(res, shown(user));
    });

    router.patch('/users/:id', async (req, res) => {
      const user = new User({ id: req.params.id, version: ifMatch(req), provider });
      await user.publish(parseChanges(req, userPatchSchema));
      sendRow(res, shown(user));
    });

    router.delete('/users/:id', async (req, res) => {
      const user = new User({ id: req.params.id, version: ifMatch(req), provider });
      await user.delete();
      res.status(204).end();
    });
  });
}
