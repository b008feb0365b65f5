import { z } from 'zod';
import { emailAddress, shownText, storedText } from '../../text';
import { userSchema } from '../user';

/** Characters that a password has at least, and at most: a longer one would only cost the server time. */
export const PASSWORD_LENGTH = { min: 8, max: 128 } as const;

/**
 * A new password.
 *
 * @example
 * newPassword().safeParse('secret').success; // false: too short
 */
export function newPassword() {
  return storedText(PASSWORD_LENGTH);
}

/** A password that is only compared: how long it must be is told where one is chosen. */
const password = z
  .string()
  .min(1, 'Is required')
  .max(PASSWORD_LENGTH.max, 'Is longer than a password can be');

const token = z.string().min(1, 'Is required').max(512, 'Is longer than a token can be');

/**
 * What opens an account.
 *
 * @example
 * signUpSchema.parse({ name: 'Ada Lovelace', email: 'Ada@example.org', password: 'difference engine' });
 */
export const signUpSchema = z.strictObject({
  name: userSchema.shape.name,
  email: emailAddress(),
  password: newPassword(),
});

/** What signs somebody in; without `rememberMe` the browser forgets when it is closed. */
export const signInSchema = z.strictObject({
  email: emailAddress(),
  password,
  rememberMe: z.boolean().default(true),
});

/** To which address a link is sent. */
export const addressSchema = z.strictObject({ email: emailAddress() });

/** A password that is set by the link of a message. */
export const passwordResetSchema = z.strictObject({ token, newPassword: newPassword() });

/** A password that is changed by who knows it. */
export const passwordChangeSchema = z.strictObject({
  currentPassword: password,
  newPassword: newPassword(),
  revokeOtherSessions: z.boolean().default(true),
});

/** The token of the link that proves an address. */
export const emailProofSchema = z.strictObject({ token });

/** Which of one's own sessions ends. */
export const sessionChoiceSchema = z.strictObject({ id: userSchema.shape.id });

/** What makes a token for a script. */
export const apiTokenCreateSchema = z.strictObject({
  name: shownText({ min: 1, max: 100 }),
  expiresInDays: z.int().min(1).max(365).default(90),
});

/** A place where somebody is signed in, or a token that one of their scripts has. */
export const sessionSchema = z.strictObject({
  id: userSchema.shape.id,
  /** The name of an API token; a session of a browser has none. */
  name: z.string().nullable(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.date(),
  expiresAt: z.date(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
});

/** A parsed {@link sessionSchema}. */
export type AccountSession = z.output<typeof sessionSchema>;

/** A parsed {@link apiTokenCreateSchema}. */
export type ApiTokenCreate = z.output<typeof apiTokenCreateSchema>;

/** A parsed {@link signUpSchema}. */
export type SignUp = z.output<typeof signUpSchema>;

/** A parsed {@link signInSchema}. */
export type SignIn = z.output<typeof signInSchema>;

/** A parsed {@link passwordResetSchema}. */
export type PasswordReset = z.output<typeof passwordResetSchema>;

/** A parsed {@link passwordChangeSchema}. */
export type PasswordChange = z.output<typeof passwordChangeSchema>;
