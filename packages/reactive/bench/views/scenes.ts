import { nameOf, scatter, type UserRow, userRow } from '../data';
import { type WideRow, wideRow } from '../subjects/wide';
import { adminsByName, byText, type Scene, type ViewQuery } from './view';

const DAY = 86_400_000;

const anyIndex = (turn: number, size: number): number => scatter(turn) % size;

const byName = (a: UserRow, b: UserRow): number => byText(a.name, b.name);

const renamed = (turn: number, size: number) => ({
  index: anyIndex(turn, size),
  values: { name: `${nameOf(turn + size)}${turn}` },
});

/** Users younger than `age`, of whom there are `age` in a hundred, by name. */
const younger = (age: number): Scene<UserRow> => ({
  query: {
    where: { age: { lt: age } },
    orderBy: { name: 'asc' },
    matches: (user) => user.age < age,
    compare: byName,
  },
  row: userRow,
  change: renamed,
  tellsEach: false,
});

const wide = (query: ViewQuery<WideRow>, value: (turn: number) => Partial<WideRow>): Scene<WideRow> => ({
  query,
  row: wideRow,
  change: (turn, size) => ({ index: anyIndex(turn, size), values: value(turn) }),
  tellsEach: false,
});

/** Users in other views than the first. */
export const userScenes: Readonly<Record<string, Scene<UserRow>>> = {
  '1 % match': younger(1),
  '90 % match': younger(90),
  'in and out': {
    ...adminsByName,
    // Each update turns an admin into a user or back: a row enters or leaves.
    change: (turn, size) => ({
      index: anyIndex(Math.floor(turn / 2), size),
      values: { role: turn % 2 === 0 ? 'user' : 'admin' },
    }),
    tellsEach: false,
  },
  'window of 20': { ...adminsByName, query: { ...adminsByName.query, limit: 20 }, tellsEach: false },
  'at both ends': {
    ...adminsByName,
    change: (turn, size) => ({
      ...adminsByName.change(turn, size),
      values: { name: `${turn % 2 === 0 ? 'a' : 'zz'}${nameOf(turn)}${turn}` },
    }),
  },
};

/** Rows of thirty properties. */
export const wideScenes: Readonly<Record<string, Scene<WideRow>>> = {
  'by text': wide(
    {
      where: { number1: { lt: 50 } },
      orderBy: { text0: 'asc' },
      matches: ({ number1 }) => number1 < 50,
      compare: (a, b) => byText(a.text0, b.text0),
    },
    (turn) => ({ text0: `${nameOf(turn)}${turn}` }),
  ),
  'by number, many ties': wide(
    {
      where: { number1: { gte: 50 } },
      orderBy: { number0: 'asc' },
      matches: ({ number1 }) => number1 >= 50,
      compare: (a, b) => a.number0 - b.number0,
    },
    (turn) => ({ number0: scatter(turn + 7) % 10 }),
  ),
  'by date, newest first': wide(
    {
      where: { date1: { lt: new Date(5500 * DAY) } },
      orderBy: { date0: 'desc' },
      matches: ({ date1 }) => date1.getTime() < 5500 * DAY,
      compare: (a, b) => b.date0.getTime() - a.date0.getTime(),
    },
    (turn) => ({ date0: new Date((scatter(turn + 7) % 11_000) * DAY) }),
  ),
};
