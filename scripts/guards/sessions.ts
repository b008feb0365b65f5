import { change, type Guard } from './guard';
import { turnGuards } from './turns';

const AUTH = 'packages/server/auth/auth.ts';
const ACCOUNTS = 'packages/server/auth/accounts.ts';
const TURNS = 'packages/server/prisma/migrations/20261129000000_access_in_turn/migration.sql';
const SESSIONS = 'packages/server/auth/sessions.ts';
const ROUTES = 'packages/server/routes/account.routes.ts';
const accounts = { project: 'unit', tests: ['packages/server/routes/account.routes.test.ts'] } as const;
const passwords = {
  project: 'unit',
  tests: ['packages/server/routes/account-passwords.test.ts'],
} as const;
const LINKS = 'packages/server/prisma/migrations/20261129010000_links_of_old_passwords/migration.sql';
const LIVE = 'packages/server/auth/live-sessions.ts';
const live = { project: 'unit', tests: ['packages/server/auth/live-sessions.test.ts'] } as const;
const permissions = { project: 'unit', tests: ['apps/api/permissions.test.ts'] } as const;

const meanwhile = { project: 'unit', tests: ['apps/api/ended-meanwhile.test.ts'] } as const;

/** Who somebody is, and how long. */
export const sessionGuards: readonly Guard[] = [
  ...turnGuards,
  {
    ...permissions,
    name: 'routes: nobody is answered who is not signed in',
    changes: [
      change('apps/api/app.ts', '    signedIn,\n', ''),
      change(
        'packages/core/policies/actor.ts',
        "if (actor === undefined) throw new UnauthenticatedError('Sign in first');\n  return actor;",
        'return actor ?? SYSTEM;',
      ),
    ],
  },
  {
    project: 'unit',
    tests: ['apps/api/app.test.ts'],
    name: 'routes: one that asks nobody is closed',
    changes: [change('apps/api/app.ts', '    signedIn,\n', '')],
  },
  {
    ...accounts,
    name: 'a token that opens nothing is refused',
    only: 'signing in',
    changes: [
      change(
        'packages/server/routes/authenticate.ts',
        '!body && req.headers.authorization !== undefined',
        'false',
      ),
    ],
  },
  {
    ...meanwhile,
    name: 'a file is imported for who may still do so when it has arrived',
    only: 'a file that is still being sent',
    changes: [change('packages/server/routes/import.routes.ts', '        await renewed();\n', '')],
  },
  {
    ...meanwhile,
    name: 'a file of users goes on for who has still a session',
    only: 'a file that is still being taken',
    changes: [change('packages/server/jobs/export/export-users.ts', '      await renewed();\n', '')],
  },
  {
    ...meanwhile,
    name: 'a file of refused rows goes on for who may still see its job',
    only: 'a file that is still being taken',
    changes: [change('packages/server/jobs/import/report.ts', '    await renewed();\n', '')],
  },
  {
    project: 'unit',
    tests: ['packages/server/auth/first-admin.test.ts'],
    name: 'the first admin is no stranger who signed up with their address',
    changes: [change('packages/server/auth/first-admin.ts', '  await shutOutUnproven(data.email);\n', '')],
  },
  {
    ...accounts,
    name: 'a cookie stands in for no token that opens nothing',
    only: 'signing in',
    changes: [
      change('packages/server/auth/caller.ts', 'else if (cookie !== undefined)', 'if (cookie !== undefined)'),
    ],
  },
  {
    ...accounts,
    name: 'tokens are signed',
    only: 'signing in',
    changes: [change(AUTH, 'requireSignature: true', 'requireSignature: false')],
  },
  {
    ...accounts,
    name: 'sessions are asked for in the database',
    only: 'signing in',
    changes: [change(AUTH, 'cookieCache: { enabled: false }', 'cookieCache: { enabled: true, maxAge: 300 }')],
  },
  {
    ...accounts,
    name: 'who is not active signs in nowhere',
    only: 'signing in',
    changes: [change(TURNS, `AND "status" = 'active' FOR NO KEY UPDATE`, 'FOR NO KEY UPDATE')],
  },
  {
    ...accounts,
    name: 'who is not active has no session, whatever the database kept',
    only: 'signing in',
    changes: [change(SESSIONS, "response?.user.status !== 'active'", '!response')],
  },
  {
    ...live,
    name: 'who is not active has no session, however quickly it is found',
    changes: [change(LIVE, " AND u.status = 'active'", '')],
  },
  {
    ...live,
    name: 'sessions end with their time',
    changes: [change(LIVE, ' AND s.expires_at > now()', '')],
  },
  {
    project: 'unit',
    tests: ['packages/server/auth/signed-token.test.ts'],
    name: 'tokens are looked up with their signature only',
    changes: [
      change(
        'packages/server/auth/signed-token.ts',
        "timingSafeEqual(Buffer.from(signature, 'base64'), own) ? token : undefined",
        'own ? token : undefined',
      ),
    ],
  },
  {
    ...accounts,
    name: 'sessions end with the status (trigger)',
    only: 'signing in',
    changes: [
      change(
        'packages/server/prisma/migrations/20261126000000_accounts/migration.sql',
        'DELETE FROM "sessions" WHERE "user_id" = NEW."id";',
        '',
      ),
    ],
  },
  {
    ...passwords,
    name: 'links to an old address open nothing (trigger)',
    changes: [
      change(
        'packages/server/prisma/migrations/20261126000000_accounts/migration.sql',
        'NEW."email_verified" := false;\n    DELETE FROM "verifications" WHERE "value" = NEW."id";',
        '',
      ),
    ],
  },
  {
    ...passwords,
    name: 'links open nothing once there is another password (trigger)',
    changes: [change(LINKS, 'DELETE FROM "verifications" WHERE "value" = NEW."user_id";', '')],
  },
  {
    ...passwords,
    name: 'who is not active is sent no link',
    changes: [change(ACCOUNTS, "if (user?.status !== 'active') return;", 'void user;')],
  },
  {
    ...passwords,
    name: 'who is not active chooses no password',
    changes: [
      change(
        ACCOUNTS,
        'if (link && !(await holdUser(link.value)))',
        'if (link && !(await holdUser(link.value)) && false)',
      ),
    ],
  },
  {
    ...passwords,
    name: 'a forgotten password ends all sessions',
    changes: [change(AUTH, 'revokeSessionsOnPasswordReset: true', 'revokeSessionsOnPasswordReset: false')],
  },
  {
    ...passwords,
    name: 'a changed password ends the other sessions',
    changes: [change(ACCOUNTS, 'if (revokeOtherSessions) await', 'if (false) await')],
  },
  {
    ...accounts,
    name: 'tokens of an account have a limit',
    only: 'a token',
    changes: [change(SESSIONS, 'await requireFewTokens(userId);', 'void requireFewTokens;')],
  },
  {
    ...accounts,
    name: 'a token makes no tokens',
    only: 'a token',
    changes: [change('packages/server/auth/turns.ts', 'if (held.name !== null) throw', 'if (false) throw')],
  },
  {
    ...passwords,
    name: 'links are kept as digests',
    changes: [change(AUTH, "verification: { storeIdentifier: 'hashed' },", '')],
  },
  {
    ...accounts,
    name: 'sign-up that is closed',
    changes: [change(AUTH, 'disableSignUp: !openSignUp,', '')],
  },
  {
    ...accounts,
    name: 'an address is proven first, where it has to be',
    only: 'where addresses',
    changes: [change(AUTH, 'requireEmailVerification: proveAddresses,', '')],
  },
  {
    ...accounts,
    name: 'cookies for https alone',
    changes: [change(AUTH, 'useSecureCookies: https,', '')],
  },
  {
    ...accounts,
    name: 'cookies that other sites do not send',
    changes: [change(AUTH, "{ sameSite: 'lax', httpOnly: true }", "{ sameSite: 'none', httpOnly: true }")],
  },
  {
    ...accounts,
    name: 'cookies that scripts do not read',
    changes: [change(AUTH, "{ sameSite: 'lax', httpOnly: true }", "{ sameSite: 'lax', httpOnly: false }")],
  },
  {
    ...accounts,
    name: 'sessions of others cannot be ended',
    only: 'sessions',
    changes: [change(SESSIONS, '{ where: { id, userId } }', '{ where: { id } }')],
  },
  {
    ...accounts,
    name: 'sessions of others are not listed',
    only: 'sessions',
    changes: [
      change(
        SESSIONS,
        'where: { userId, expiresAt: { gt: new Date() } }',
        'where: { expiresAt: { gt: new Date() } }',
      ),
    ],
  },
  {
    ...permissions,
    name: 'only an admin invites',
    only: 'each route',
    changes: [
      change(
        ROUTES,
        'await requireManaged(req.params.id, parts);\n      await accounts.invite',
        'await accounts.invite',
      ),
    ],
  },
  {
    ...permissions,
    name: 'only an admin ends the sessions of others',
    only: 'each route',
    changes: [
      change(
        ROUTES,
        'await requireManaged(req.params.id, parts);\n      await sessions.endAll',
        'await sessions.endAll',
      ),
    ],
  },
  {
    ...passwords,
    name: 'neither an answer nor its time tells whether there is an account',
    changes: [
      change(
        ROUTES,
        'res.status(202).json({ accepted: true });\n  work().catch(report);',
        'work().then(() => res.status(202).json({ accepted: true }), report);',
      ),
    ],
  },
];
