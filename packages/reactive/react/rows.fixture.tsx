import { createRoot } from 'react-dom/client';
import { useCollection, useModel } from './index';
import { type Member, Members } from './member.fixture';

const members = new Members();
members.addItems(
  Array.from({ length: 1000 }, (_, index) => ({ id: `${index}`, name: `Member ${index}`, score: index })),
);
void members.load({ orderBy: { score: 'asc' } });

const rendered: string[] = [];

const Row = ({ member }: { readonly member: Member }) => {
  const { id, name, isAdmin } = useModel(member);
  rendered.push(id);
  return (
    <tr id={`row-${id}`}>
      <td>{name}</td>
      <td>{isAdmin ? 'admin' : 'user'}</td>
    </tr>
  );
};

const Table = () => {
  const { items } = useCollection(members);
  rendered.push('table');
  return (
    <table>
      <tbody>
        {items.map((member) => (
          <Row key={member.id} member={member} />
        ))}
      </tbody>
    </table>
  );
};

createRoot(document.body.appendChild(document.createElement('main'))).render(<Table />);

/** What was rendered since the last call, once React is done. */
const renderedSince = async (change: () => void): Promise<string[]> => {
  rendered.length = 0;
  change();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return [...rendered];
};

/** What the test of this page does to it. */
const page = {
  rename: (id: string) => renderedSince(() => members.get(id)?.set({ name: `Renamed ${id}` })),
  promote: (id: string) => renderedSince(() => members.get(id)?.set({ role: 'admin' })),
  score: (id: string, score: number) => renderedSince(() => members.get(id)?.set({ score })),
};

export type RowsPage = typeof page;
Object.assign(window, { page });
