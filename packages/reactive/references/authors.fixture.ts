import { z } from 'zod';
import { memoryProvider, type TableCall } from '../testing';
import type { IAuthor } from './ticket.fixture';

const authorSchema = z.object({ id: z.string(), name: z.string(), ticketIds: z.array(z.string()) });

/** A store of authors, and what it was asked. */
export const authors = (...ids: string[]) => {
  const calls: TableCall[] = [];
  const rows = ids.map((id): IAuthor => ({ id, name: `Author ${id}`, ticketIds: [] }));
  const store = memoryProvider<IAuthor>({
    schema: authorSchema,
    rows,
    intercept: (call) => void calls.push(call),
  });
  return { provider: store.ItemProvider, calls };
};
