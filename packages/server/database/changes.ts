import { z } from 'zod';
import type { Listener } from './notifications';

/** The channel of the triggers; see the migration. */
export const CHANNEL = 'changes';

const rowsChanged = z.strictObject({ table: z.string(), ids: z.array(z.string()).nullable() });

/** Rows that one statement wrote: which, unless they are more than a hundred. */
export type RowsChanged = z.output<typeof rowsChanged>;

/** Whoever wants to know of written rows. */
export interface ChangeListener {
  readonly changed: (rows: RowsChanged) => void;
  /** Some may have been missed. */
  readonly missed: () => void;
}

/** Reads what the triggers tell. Anybody who may write to the database may use the channel: what is no telling of ours is left. */
export function changeListener({ changed, missed }: ChangeListener): Listener {
  return {
    missed,
    heard(payload) {
      const read = rowsChanged.safeParse(readJson(payload));
      if (read.success) changed(read.data);
    },
  };
}

function readJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
