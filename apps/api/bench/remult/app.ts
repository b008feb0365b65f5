import type { Express, Request } from 'express';
import { remult as current, describeEntity, type EntityFilter, Fields, type UserInfo } from 'remult';
import { createPostgresDataProvider } from 'remult/postgres';
import { remultApi } from 'remult/remult-express';
import { connect } from '../by-hand/client';
import { HttpError } from '../by-hand/http-error';
import { viewerOf } from '../by-hand/session';
import type { Surroundings } from '../contenders';
import { appWith } from '../middleware';

class User {
  id = '';
  name = '';
  email = '';
  role = '';
  status = '';
  createdAt = new Date();
  updatedAt = new Date();
  version = 1;
}

/** Remult has no word for the version that a change is based on: it is told with who changes. */
interface Changing extends UserInfo {
  readonly version: number;
}

function readable(): EntityFilter<User> {
  return current.isAllowed('admin') ? {} : { $or: [{ status: 'active' }, { id: current.user?.id ?? '' }] };
}

function save(user: User): void {
  if (user.version !== (current.user as Changing).version)
    throw new HttpError(412, 'It has been changed since');
  user.version += 1;
  user.updatedAt = new Date();
}

const ownedBy = (dbName: string) => ({ dbName, allowApiUpdate: false });

describeEntity(
  User,
  'users',
  {
    id: Fields.string({ allowApiUpdate: false }),
    name: Fields.string<User>({ validate: ({ name }) => name.length >= 2 && name.length <= 200 }),
    email: Fields.string({ includeInApi: 'admin' }),
    role: Fields.string(),
    status: Fields.string(),
    createdAt: Fields.date({ ...ownedBy('created_at'), includeInApi: 'admin' }),
    updatedAt: Fields.date({ ...ownedBy('updated_at'), includeInApi: 'admin' }),
    version: Fields.integer({ allowApiUpdate: false }),
  },
  { allowApiRead: true, allowApiUpdate: 'admin', apiPrefilter: readable, saving: save },
);

async function userOf(req: Request): Promise<Changing> {
  const { id, role } = viewerOf(req.res as NonNullable<typeof req.res>); // Express sets it
  return { id, roles: [role], version: Number(req.headers['if-match']?.replaceAll('"', '')) };
}

/** The entity as Remult serves it by itself; who writes is said once for its connections, not by each request. */
export async function remult({ databaseUrl, secret }: Surroundings): Promise<Express> {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c myapp.actor=remult');
  const dataProvider = createPostgresDataProvider({ configuration: { connectionString: url.href, max: 10 } });
  const api = remultApi({
    entities: [User],
    dataProvider,
    ensureSchema: false,
    logApiEndPoints: false,
    rootPath: '', // it is mounted under /api
    getUser: userOf,
  });
  return appWith(api, { prisma: connect(databaseUrl), secret });
}
