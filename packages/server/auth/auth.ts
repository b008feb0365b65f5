import { PASSWORD_LENGTH } from '@myapp/core/entities/account';
import { userCreateSchema } from '@myapp/core/entities/user';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { bearer } from 'better-auth/plugins/bearer';
import { alreadyRegisteredMail, emailProofMail, passwordResetMail } from '../mail/messages';
import { CLIENT_ADDRESS } from './caller';
import { accessEnded } from './endings';
import { type AccountOptions, LIFETIMES, linkTo } from './options';
import { authStore } from './store';
import { verify } from './verified-password';

/** The columns that are ours beside those of better-auth; nobody sets them through it. */
const USER_FIELDS = {
  role: { type: 'string', required: true, defaultValue: 'user', input: false },
  status: { type: 'string', required: true, defaultValue: 'active', input: false },
  version: { type: 'number', required: true, defaultValue: 1, input: false },
} as const;

const SESSION_NAME = { type: 'string', required: false, input: false } as const;

/**
 * The part that better-auth does: passwords, signed cookies and tokens, sessions. Its own HTTP handler is not served;
 * our routes call it, so that nothing of it can be reached that we do not know.
 */
export function createAuth(options: AccountOptions) {
  const { secret, https, outbox, proveAddresses, openSignUp } = options;
  return betterAuth({
    secret,
    baseURL: 'http://localhost', // for its handler, which is not served: links and origins are ours
    telemetry: { enabled: false },
    logger: { disabled: true }, // what it throws is logged by who calls it; its own lines name e-mail addresses
    database: prismaAdapter(authStore, { provider: 'postgresql' }),
    rateLimit: { enabled: false }, // ours counts by account and address, over all processes
    plugins: [bearer({ requireSignature: true })], // what stands in the database alone opens nothing
    advanced: {
      cookiePrefix: 'reactive',
      useSecureCookies: https,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
      database: { generateId: false },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: !openSignUp,
      requireEmailVerification: proveAddresses,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: 2 * PASSWORD_LENGTH.max, // it counts halves of emoji; the schemas, which say so by field, do not
      password: { verify },
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: LIFETIMES.passwordReset,
      sendResetPassword: async ({ user, token }) =>
        outbox.post(passwordResetMail({ to: user.email, link: linkTo(options, '/reset-password', token) })),
      onExistingUserSignUp: async ({ user }) =>
        outbox.post(alreadyRegisteredMail({ to: user.email, link: linkTo(options, '/sign-in') })),
      // Whoever could open the link reads the mail of the address.
      onPasswordReset: async ({ user }) => {
        if (!user.emailVerified) {
          await authStore.user.update({ where: { id: user.id }, data: { emailVerified: true } });
        }
        await accessEnded({ userId: user.id });
      },
    },
    emailVerification: {
      expiresIn: LIFETIMES.emailProof,
      autoSignInAfterVerification: true,
      sendVerificationEmail: async ({ user, token }) =>
        outbox.post(emailProofMail({ to: user.email, link: linkTo(options, '/confirm-address', token) })),
    },
    verification: { storeIdentifier: 'hashed' },
    session: {
      expiresIn: LIFETIMES.session,
      disableSessionRefresh: true,
      cookieCache: { enabled: false }, // a session that was revoked is none at the next request
      additionalFields: { name: SESSION_NAME },
    },
    user: { additionalFields: USER_FIELDS },
    databaseHooks: {
      // Whoever calls: a row of ours is one that our schema takes.
      user: {
        create: { before: async ({ name, email }) => ({ data: userCreateSchema.parse({ name, email }) }) },
      },
    },
  });
}

/** What {@link createAuth} makes. */
export type Auth = ReturnType<typeof createAuth>;
