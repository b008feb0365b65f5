export { OpenSessions } from './collection';
export { OpenSession } from './item';
export {
  type AccountSession,
  type ApiTokenCreate,
  addressSchema,
  apiTokenCreateSchema,
  emailProofSchema,
  newPassword,
  PASSWORD_LENGTH,
  type PasswordChange,
  type PasswordReset,
  passwordChangeSchema,
  passwordResetSchema,
  type SignIn,
  type SignUp,
  sessionChoiceSchema,
  sessionSchema,
  signInSchema,
  signUpSchema,
} from './types';
