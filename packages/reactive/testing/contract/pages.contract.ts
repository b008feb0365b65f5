import { parseQuery } from '../../query';
import { runQuery } from '../../query/page';
import { fill } from './fill';
import type { Case, Row, Subject } from './subject';

/** All pages from the first on; `between` runs after each. */
async function pages<T extends object>(
  subject: Subject<T>,
  specs: object,
  between: (page: number) => Promise<unknown>,
): Promise<Row[]> {
  const found: Row[] = [];
  let next: string | null = null;
  for (let page = 0; page < 100; page++) {
    const result = await subject.list({ ...specs, next });
    found.push(...result.items);
    next = result.next;
    if (next === null) return found;
    await between(page);
  }
  throw new Error('The pages have no end');
}

const nothing = async (): Promise<void> => {};

/** Cursors lead through all rows. */
export function pageCases<T extends object>(): Case<T>[] {
  return [
    [
      '[T-17] pages through all rows in order, each once, for every order',
      async (subject) => {
        const rows = await fill(subject, 33);
        const { fields } = subject.options;
        const sortable = [...fields].filter(([, field]) => field.sortable).map(([name]) => name);
        for (const name of sortable) {
          for (const direction of ['asc', 'desc']) {
            const specs = { orderBy: { [name]: direction }, limit: 7 };
            const expected = runQuery(rows, parseQuery(fields, { ...specs, limit: 100 })).items;
            subject.expect(await pages(subject, specs, nothing)).toEqual(expected);
          }
        }
      },
    ],
    [
      '[T-17] ends where the rows end, with an exact total on each page',
      async (subject) => {
        const rows = await fill(subject, 6);
        const first = await subject.list({ limit: 3 });
        const second = await subject.list({ limit: 3, next: first.next });
        subject.expect([first.items.length, second.items.length, second.next]).toEqual([3, 3, null]);
        subject.expect([first.total ?? rows.length, second.total ?? rows.length]).toEqual([6, 6]);
        const [row] = rows;
        const none = await subject.list({ where: { id: subject.newId() } });
        subject.expect([none.items, none.total ?? 0, none.next]).toEqual([[], 0, null]);
        subject.expect((await subject.list({ where: { id: row?.['id'] } })).items).toEqual([row]);
      },
    ],
    [
      '[T-18] shows each row that stays exactly once while others come and go',
      async (subject) => {
        const rows = await fill(subject, 30);
        const [by = 'id'] = subject.varied(({ values }) => values !== undefined);
        const leaving = rows.filter((_, n) => n % 5 === 4);
        const stable = rows.filter((row) => !leaving.includes(row));
        let n = rows.length;
        const shown = await pages(subject, { orderBy: { [by]: 'desc' }, limit: 4 }, async (page) => {
          await subject.create({}, n++);
          const gone = leaving[page];
          if (gone) await subject.remove(gone);
        });
        const ids = shown.map((row) => row['id']);
        subject.expect(new Set(ids).size).toEqual(ids.length);
        const known = new Set(stable.map((row) => row['id']));
        const query = parseQuery(subject.options.fields, { orderBy: { [by]: 'desc' }, limit: 100 });
        const expected = runQuery(stable, query).items;
        subject.expect(shown.filter((row) => known.has(row['id']))).toEqual(expected);
      },
    ],
    [
      '[T-19] refuses a cursor that is foreign, changed or cut',
      async (subject) => {
        await fill(subject, 5);
        const text = subject.textField();
        const { next } = await subject.list({ orderBy: { [text]: 'asc' }, limit: 2 });
        const cursor = next ?? '';
        const specs = { orderBy: { [text]: 'asc' }, limit: 2 };
        for (const refused of [
          { ...specs, next: cursor.slice(0, -1) },
          { ...specs, next: `${cursor}A` },
          { ...specs, next: cursor.slice(0, 5) + (cursor[5] === 'A' ? 'B' : 'A') + cursor.slice(6) },
          { ...specs, next: 'nosuch' },
          { ...specs, next: subject.newId() },
          { orderBy: { [text]: 'desc' }, next: cursor },
          { next: cursor },
          { ...specs, where: { [text]: 'a' }, next: cursor },
        ]) {
          await subject.refuses(() => subject.list(refused), { code: 'validation', blamed: ['next'] });
        }
        subject.expect((await subject.list({ ...specs, next: cursor })).items.length).toEqual(2);
      },
    ],
  ];
}
