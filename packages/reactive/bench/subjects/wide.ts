import { Collection } from '../../entities/collection';
import { Item } from '../../entities/item';
import { ReactiveModel } from '../../model';
import { nameOf, scatter } from '../data';
import { Accessors, Identified } from './same-form';

type Texts = Record<`text${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`, string>;
type Numbers = Record<`number${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`, number>;
type Dates = Record<`date${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`, Date>;

/** An entity of thirty properties: an id, nine texts, ten numbers and ten dates. */
export type WideRow = { id: string } & Texts & Numbers & Dates;

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const names = [
  'id',
  ...digits.slice(0, 9).map((digit) => `text${digit}`),
  ...digits.map((digit) => `number${digit}`),
  ...digits.map((digit) => `date${digit}`),
] as (keyof WideRow)[];

const DAY = 86_400_000;

/** Row `i`: `number0` has ten values only, `number1` goes from 0 to 99, dates are days of some thirty years. */
export const wideRow = (i: number): WideRow => {
  const entries: [string, unknown][] = [['id', `w${i}`]];
  for (const digit of digits) {
    const seed = scatter(i * 10 + digit);
    if (digit < 9) entries.push([`text${digit}`, nameOf(seed)]);
    entries.push([`number${digit}`, digit === 0 ? seed % 10 : seed % 100]);
    entries.push([`date${digit}`, new Date((seed % 11_000) * DAY)]);
  }
  // Made of the very names that the type consists of.
  return Object.fromEntries(entries) as WideRow;
};

export class WideModel extends ReactiveModel<WideRow> {
  declare id: string;

  constructor(specs: Partial<WideRow> = {}) {
    super({ properties: names, ...specs });
  }
}

export class WideItem extends Item<WideRow> {
  declare id: string;

  constructor(specs: Partial<WideRow> = {}) {
    super({ entity: 'wides', properties: names, ...specs });
  }
}

export class Wides extends Collection<WideItem> {
  constructor() {
    super({ entity: 'wides', item: WideItem });
  }
}

/** The same by hand. */
export class WideForm extends Accessors {
  constructor(specs: Partial<WideRow> = {}) {
    super({ properties: names, ...specs });
  }
}

/** The same by hand, with an identity. */
export class IdentifiedWide extends Identified {
  constructor(specs: Partial<WideRow> = {}) {
    super({ entity: 'wides', properties: names, ...specs });
  }
}
