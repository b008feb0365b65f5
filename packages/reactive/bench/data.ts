/** The entity of most workloads. */
export interface UserRow {
  id: string;
  name: string;
  email: string;
  role: 'user' | 'admin';
  age: number;
}

/** How many rows most loops go round in. */
export const ROUND = 1024;

/** A number for `i` that looks random and is always the same. */
export const scatter = (i: number): number => Math.imul(i + 1, 2_654_435_761) >>> 0;

const SYLLABLES = [
  'ba',
  'de',
  'fi',
  'go',
  'hu',
  'ka',
  'le',
  'mi',
  'no',
  'ru',
  'sa',
  'te',
  'vi',
  'wo',
  'xu',
  'za',
];

/** A name of four syllables; 65,536 differ. */
export const nameOf = (i: number): string => {
  const n = scatter(i);
  return [n >>> 28, n >>> 24, n >>> 20, n >>> 16].map((part) => SYLLABLES[part & 15]).join('');
};

/** Row `i` of the example data: names in no order, half of them admins, a hundred ages. */
export const userRow = (i: number): UserRow => ({
  id: `u${i}`,
  name: nameOf(i),
  email: `user${i}@example.com`,
  role: i % 2 === 0 ? 'admin' : 'user',
  age: scatter(i) % 100,
});

export const userRows = (count: number): UserRow[] => Array.from({ length: count }, (_, i) => userRow(i));

/** What a thousand users are renamed to, round after round, so that every write differs from the last. */
export const NAMES: readonly string[] = Array.from({ length: 7 }, (_, i) => `Name ${i}`);

/** Four values that all differ from those of the next one. */
export const VALUES: readonly Omit<UserRow, 'id'>[] = Array.from({ length: 8 }, (_, i) => ({
  name: `Name ${i}`,
  email: `name${i}@example.com`,
  role: i % 2 === 0 ? 'user' : 'admin',
  age: 100 + i,
}));

/** The entry of `list` for operation `i`: every user gets another one at each round. */
export const inTurn = <T>(list: readonly T[], i: number): T => list[Math.floor(i / ROUND) % list.length] as T;
