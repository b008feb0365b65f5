import { z } from 'zod';
import { ReactiveModel } from './index';

export interface IRoom {
  id: string;
  name: string;
  participants: string[];
  isLocked: boolean;
  openedAt?: Date | undefined;
}

/** A model with a rule for its name and one for its participants. */
export class Room extends ReactiveModel<IRoom> {
  declare id: string;
  declare name: string;
  declare participants: string[];
  declare isLocked: boolean;
  declare openedAt?: Date | undefined;

  constructor(specs: Partial<IRoom> = {}) {
    super({ properties: ['id', 'name', 'participants', 'isLocked', 'openedAt'], ...specs });
  }

  protected override get schema() {
    return z.object({
      name: z.string().min(2, 'Too short').toLowerCase(),
      participants: z.array(z.string().min(1, 'Nobody')),
    });
  }
}

/** A room with values. */
export const lobby = (values: Partial<IRoom> = {}): Room =>
  new Room({ id: '1', name: 'lobby', participants: [], isLocked: false, ...values });

/** Records the events of a model in the order in which they fire: `['name.changed', { value, previous }]`. */
export const record = <E extends string>(
  model: { on(event: E, listener: (payload: unknown) => void): unknown },
  ...events: E[]
): unknown[] => {
  const log: unknown[] = [];
  for (const event of events) {
    model.on(event, (payload) => log.push(payload === undefined ? event : [event, payload]));
  }
  return log;
};
