import { change, type Guard } from './guard';

const TURNS = 'packages/server/auth/turns.ts';
const turns = { project: 'services', tests: ['packages/server/auth/turns.services.test.ts'] } as const;

/** Who opens sessions, and who ends them, one after the other. */
export const turnGuards: readonly Guard[] = [
  {
    ...turns,
    name: 'sessions that are being opened end with the others',
    only: 'what is opened while access ends a token, by a session',
    changes: [change(TURNS, 'await holdUser(userId);\n    await prisma.session', 'await prisma.session')],
  },
  {
    ...turns,
    name: 'tokens are made by no session that has ended',
    only: 'what is opened while access ends a token is made by no session',
    changes: [change('packages/server/auth/sessions.ts', 'await holdBrowserSession(by, userId);', '')],
  },
  {
    ...turns,
    name: 'who signs in by the old password while another one is set does not',
    only: 'what is opened while access ends a session by the old password, while it is set anew',
    changes: [
      change(
        'packages/server/auth/open-session.ts',
        'if (await isStillThePassword(session.userId)) return session;',
        'if ((await isStillThePassword(session.userId)) || true) return session;',
      ),
    ],
  },
  {
    project: 'services',
    tests: ['packages/server/auth/sign-out.services.test.ts'],
    name: 'who is told to be signed out is',
    changes: [
      change(
        'packages/server/auth/accounts.ts',
        'await asked(prisma.session.deleteMany({ where: { id: sessionId } }));',
        '',
      ),
    ],
  },
  {
    ...turns,
    name: 'a password is chosen once by who has two links',
    only: 'two who set one password',
    changes: [
      change(
        'packages/server/auth/accounts.ts',
        'if (link && !(await holdUser(link.value))) throw invalidToken();',
        'if (!link) throw invalidToken();',
      ),
    ],
  },
  {
    ...turns,
    name: 'a password is changed once by who knows the old one',
    only: 'two who set one password',
    changes: [
      change(
        'packages/server/auth/accounts.ts',
        'await holdUser(userId);\n      const changed',
        'const changed',
      ),
    ],
  },
];
