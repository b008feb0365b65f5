// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { RegistryFactory } from '../entities/item';
import { Author, Ticket } from '../references/ticket.fixture';
import { useModel } from './index';
import { change, show } from './render.fixture';

beforeEach(() => RegistryFactory.clearAll());

describe('references in a component', () => {
  it('[F-3] render again when the id or what was read inside has changed, and for nothing else', async () => {
    let renders = 0;
    const Row = ({ ticket }: { ticket: Ticket }) => {
      const { author, watchers } = useModel(ticket);
      renders++;
      return `${author.item?.name ?? 'nobody'}: ${watchers.items.map(({ name }) => name).join()}`;
    };
    const [ada, bea] = [new Author({ id: 'a', name: 'Ada' }), new Author({ id: 'b', name: 'Bea' })];
    const ticket = new Ticket({ id: '1', authorId: 'a', watcherIds: ['b'] });
    using screen = await show(<Row ticket={ticket} />);
    expect(screen.text).toBe('Ada: Bea');
    await change(() => ada.set({ name: 'Ada L.' }));
    expect(screen.text).toBe('Ada L.: Bea');
    await change(() => (ticket.author.item = bea));
    expect(screen.text).toBe('Bea: Bea');
    await change(() => ticket.watchers.add(ada));
    expect(screen.text).toBe('Bea: Bea,Ada L.');
    await change(() => ticket.set({ rank: 7, authorId: null }));
    expect([screen.text, renders]).toEqual(['nobody: Bea,Ada L.', 5]);
    await change(() => ticket.set({ rank: 8 }));
    await change(() => ada.set({ ticketIds: ['1'] }));
    expect(renders).toBe(5);
  });
});
