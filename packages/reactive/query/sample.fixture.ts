import { z } from 'zod';
import { type FieldErrors, ValidationError } from '../errors';
import { fieldsOf } from './index';

/** One field of each kind, for tests of queries. */
const sampleSchema = z.object({
  id: z.string(),
  name: z.string(),
  nickname: z.string().nullable(),
  age: z.int(),
  score: z.number().optional(),
  active: z.boolean(),
  verified: z.boolean().nullish(),
  role: z.enum(['user', 'admin', 'owner']),
  createdAt: z.date(),
  seenAt: z.date().nullable(),
  tags: z.array(z.string()),
});

export type Sample = z.infer<typeof sampleSchema>;

export const sampleFields = fieldsOf(sampleSchema);

const base: Sample = {
  id: 'a',
  name: 'Ann',
  nickname: null,
  age: 30,
  active: true,
  role: 'user',
  createdAt: new Date('2024-01-01T00:00:00Z'),
  seenAt: null,
  tags: [],
};

/** A whole row, of which only what matters is given. */
export function sample(values: Partial<Sample> = {}): Sample {
  return { ...base, ...values };
}

/** The field errors that a call is refused with; throws when it is not refused. */
export function refusalOf(run: () => unknown): FieldErrors {
  try {
    run();
  } catch (error) {
    if (error instanceof ValidationError && error.errors) return error.errors;
    throw error;
  }
  throw new Error('Nothing was refused');
}
