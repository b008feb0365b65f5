import { type Decider, EventCatalogue } from '@myapp/core/events';
import { StateError } from 'reactive/errors';
import { z } from 'zod';
import type { NewEvent } from './index';

const definitions = {
  counted: { version: 1, data: z.strictObject({ by: z.int() }) },
  named: { version: 1, data: z.strictObject({}), personal: z.strictObject({ name: z.string() }) },
} as const;

/** A small aggregate for tests: a sum. */
export const counter: Decider<typeof definitions, number, { readonly by: number }> = {
  stream: 'counter',
  events: new EventCatalogue(definitions),
  state: z.int(),
  stateVersion: 1,
  initial: 0,
  evolve: (sum, event) => (event.type === 'counted' ? sum + event.data.by : sum),
  decide(_sum, { by }) {
    if (by === 0) throw new StateError('Nothing to count');
    return [{ type: 'counted', data: { by }, personal: null }];
  },
};

/** An event of it. */
export function counted(by: number, id?: string): NewEvent<typeof definitions> {
  return { type: 'counted', data: { by }, personal: null, ...(id !== undefined && { id }) };
}
