import {
  addressSchema,
  apiTokenCreateSchema,
  emailProofSchema,
  passwordChangeSchema,
  passwordResetSchema,
  sessionChoiceSchema,
  sessionSchema,
  signInSchema,
  signUpSchema,
} from '@myapp/core/entities/account';
import { userSchema } from '@myapp/core/entities/user';
import type { ErrorCode } from 'reactive/errors';
import { problemResponses, type ResourceDescription } from 'reactive/openapi';
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { ADA } from './user.openapi';

const SESSION = {
  id: '0199c2f0-0000-7000-8000-00000000005e',
  name: null,
  ipAddress: '192.0.2.7',
  userAgent: 'Mozilla/5.0',
  createdAt: '2026-11-26T10:00:00.000Z',
  expiresAt: '2026-12-10T10:00:00.000Z',
  current: true,
};
const PASSWORD = 'difference engine';
const TOKEN = 'kD5bTqgnjPsE0mYt';

const EVERYWHERE: readonly ErrorCode[] = ['forbidden', 'rate_limited', 'internal', 'unavailable'];
const OF_BODY: readonly ErrorCode[] = ['validation', 'payload_too_large', 'unsupported_media_type'];

const accepted = z.strictObject({ accepted: z.literal(true) });
const options = z.strictObject({
  signUp: z.enum(['open', 'closed']),
  proveAddresses: z.boolean(),
  demoAccounts: z.array(z.strictObject({ email: z.string(), password: z.string() })).optional(),
});
const createdToken = z.strictObject({
  id: z.string(),
  name: z.string(),
  token: z.string(),
  expiresAt: z.date(),
});

/** One operation, told shortly. */
interface Told {
  readonly summary: string;
  readonly body?: readonly [schema: z.ZodType, example: unknown];
  /** What a success answers; 204 without. */
  readonly answer?: readonly [status: 200 | 201 | 202, schema: z.ZodType, example: unknown];
  readonly errors?: readonly ErrorCode[];
  /** Whether it is for those too who are not signed in. */
  readonly open?: boolean;
  readonly id?: boolean;
}

const ID = {
  name: 'id',
  in: 'path' as const,
  required: true,
  schema: { type: 'string' as const, minLength: 1, maxLength: 64 },
};

function operation(
  operationId: string,
  { summary, body, answer, errors = [], open, id }: Told,
): ZodOpenApiOperationObject {
  const codes = [...(body ? OF_BODY : []), ...errors, ...(open ? [] : ['unauthenticated' as const])];
  const success = answer
    ? { description: 'Done.', content: { 'application/json': { schema: answer[1], example: answer[2] } } }
    : { description: 'Done.' };
  return {
    operationId,
    summary,
    tags: ['Accounts'],
    ...(open && { security: [] }),
    ...(id && { parameters: [ID] }),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: body[0], example: body[1] } },
      },
    }),
    responses: { [answer?.[0] ?? 204]: success, ...problemResponses([...codes, ...EVERYWHERE]) },
  };
}

const ACCEPTED = [202, accepted, { accepted: true }] as const;

const signing = {
  '/api/auth/options': {
    get: operation('getAccountOptions', {
      summary: 'What a page shows before anybody is signed in',
      answer: [200, options, { signUp: 'open', proveAddresses: false }],
      open: true,
      errors: ['unauthenticated'],
    }),
  },
  '/api/auth/sign-up/email': {
    post: operation('signUp', {
      summary: 'Opens an account, and signs in where its address need not be proven first',
      body: [signUpSchema, { name: ADA.name, email: ADA.email, password: PASSWORD }],
      answer: [201, z.strictObject({ signedIn: z.boolean() }), { signedIn: true }],
      errors: ['conflict', 'unauthenticated'],
      open: true,
    }),
  },
  '/api/auth/sign-in/email': {
    post: operation('signIn', {
      summary: 'Signs in: sets the cookie of a session',
      body: [signInSchema, { email: ADA.email, password: PASSWORD }],
      answer: [200, z.strictObject({ user: userSchema }), { user: ADA }],
      errors: ['unauthenticated'],
      open: true,
    }),
  },
  '/api/auth/sign-out': {
    post: operation('signOut', {
      summary: 'Ends the session of the caller, if there is one',
      errors: ['unauthenticated'],
      open: true,
    }),
  },
};

const passwords = {
  '/api/auth/request-password-reset': {
    post: operation('requestPasswordReset', {
      summary: 'Sends a link to choose a new password, if there is such an account',
      body: [addressSchema, { email: ADA.email }],
      answer: ACCEPTED,
      errors: ['unauthenticated'],
      open: true,
    }),
  },
  '/api/auth/reset-password': {
    post: operation('resetPassword', {
      summary: 'Sets a password by the token of a link, and ends all sessions',
      body: [passwordResetSchema, { token: TOKEN, newPassword: PASSWORD }],
      errors: ['unauthenticated'],
      open: true,
    }),
  },
  '/api/auth/change-password': {
    post: operation('changePassword', {
      summary: 'Changes the own password',
      body: [passwordChangeSchema, { currentPassword: PASSWORD, newPassword: 'analytical engine' }],
    }),
  },
  '/api/auth/send-verification-email': {
    post: operation('sendEmailProof', {
      summary: 'Sends the link that proves an address again, if there is an account that waits for it',
      body: [addressSchema, { email: ADA.email }],
      answer: ACCEPTED,
      errors: ['unauthenticated'],
      open: true,
    }),
  },
  '/api/auth/verify-email': {
    post: operation('proveEmail', {
      summary: 'Proves an address by the token of a link, and signs in',
      body: [emailProofSchema, { token: TOKEN }],
      errors: ['unauthenticated'],
      open: true,
    }),
  },
};

const list = z.strictObject({ items: z.array(sessionSchema), total: z.int(), next: z.null() });

const sessions = {
  '/api/auth/get-session': {
    get: operation('getSession', {
      summary: 'Who is signed in, and by which session; `null` when nobody is',
      answer: [
        200,
        z.strictObject({ user: userSchema, session: sessionSchema }).nullable(),
        { user: ADA, session: SESSION },
      ],
      errors: ['unauthenticated'],
      open: true,
    }),
  },
  '/api/auth/list-sessions': {
    get: operation('listSessions', {
      summary: 'The own sessions and tokens',
      answer: [200, list, { items: [SESSION], total: 1, next: null }],
    }),
  },
  '/api/auth/revoke-session': {
    post: operation('revokeSession', {
      summary: 'Ends one of the own sessions or tokens',
      body: [sessionChoiceSchema, { id: SESSION.id }],
      errors: ['not_found'],
    }),
  },
  '/api/auth/revoke-sessions': {
    post: operation('revokeSessions', { summary: 'Signs out everywhere' }),
  },
  '/api/auth/revoke-other-sessions': {
    post: operation('revokeOtherSessions', { summary: 'Signs out everywhere else' }),
  },
  '/api/auth/tokens': {
    post: operation('createToken', {
      summary:
        'Makes a token for a script, to be sent as `Authorization: Bearer`; it is shown this once. A token makes none (403); an account has at most 50 (409)',
      body: [apiTokenCreateSchema, { name: 'nightly report', expiresInDays: 30 }],
      answer: [
        201,
        createdToken,
        { id: SESSION.id, name: 'nightly report', token: `${TOKEN}.signature`, expiresAt: SESSION.expiresAt },
      ],
      errors: ['conflict'],
    }),
  },
};

const managed = {
  '/api/users/{id}/invitation': {
    post: operation('inviteUser', {
      summary: 'Sends a user the link by which a first password is chosen',
      answer: ACCEPTED,
      errors: ['validation', 'not_found'],
      id: true,
    }),
  },
  '/api/users/{id}/sessions': {
    delete: operation('endSessionsOfUser', {
      summary: 'Signs a user out everywhere',
      errors: ['validation', 'not_found'],
      id: true,
    }),
  },
};

/** What the document of the API says of the routes of accounts. */
export const accountResource: ResourceDescription = {
  paths: { ...signing, ...passwords, ...sessions, ...managed },
  components: { schemas: { Session: sessionSchema } },
};
