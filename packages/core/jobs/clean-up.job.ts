import { z } from 'zod';
import { defineJob } from './definition';

/** Removes what nobody asks for any more, each night. */
export const cleanUpJob = defineJob({ id: 'clean-up', version: 1, payload: z.strictObject({}) });
