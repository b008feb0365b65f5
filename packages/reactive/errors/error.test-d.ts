import { expectTypeOf, it } from 'vitest';
import {
  type ErrorCode,
  errorFrom,
  type FieldErrors,
  NotFoundError,
  type ReactiveError,
  ValidationError,
} from './index';

it('[E-1] has a code of a closed union', () => {
  const error = errorFrom('thrown');
  expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
  expectTypeOf(error.errors).toEqualTypeOf<FieldErrors | undefined>();
  // @ts-expect-error -- the union of codes is closed
  const wrong: ErrorCode = 'teapot';
  expectTypeOf(wrong).toEqualTypeOf<ErrorCode>();
});

it('[E-9] is narrowed to its class, although the classes have the same members', () => {
  const error = errorFrom('thrown');
  expectTypeOf(new NotFoundError().code).toEqualTypeOf<'not_found'>();
  if (error instanceof NotFoundError) expectTypeOf(error.code).toEqualTypeOf<'not_found'>();
  else if (error instanceof ValidationError) expectTypeOf(error.code).toEqualTypeOf<'validation'>();
  else expectTypeOf(error).toEqualTypeOf<ReactiveError>();
});

it('[E-2] has lists of messages per field', () => {
  // @ts-expect-error -- a message alone is no list
  expectTypeOf(new ValidationError('Refused', { errors: { name: 'Too short' } })).toExtend<ReactiveError>();
});
