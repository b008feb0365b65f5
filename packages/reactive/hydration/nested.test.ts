import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Item } from '../entities/item';
import { ValidationError } from '../errors';
import { ReactiveModel } from '../model';
import { Scope } from '../registry';
import { ReactiveArray } from '../structures/array';
import { Article, Articles, articleSchema } from './article.fixture';
import { dehydrate, hydrate, scriptText } from './index';

class Address extends ReactiveModel<{ city: string; code: string }> {
  declare city: string;
  declare code: string;

  constructor(specs: Partial<{ city: string; code: string }> = {}) {
    super({ properties: ['city', 'code'], ...specs });
  }
}

interface IMagazine {
  id: string;
  address: Address;
  lead: Article;
  articles: Articles;
  tags: ReactiveArray<string>;
  size: number;
}

class Magazine extends Item<IMagazine> {
  declare id: string;
  declare address: Address;
  declare lead: Article;
  declare articles: Articles;
  declare tags: ReactiveArray<string>;
  declare size: number;

  constructor(specs: object = {}) {
    super({
      entity: 'magazines',
      properties: [
        'id',
        { name: 'address', value: Address },
        { name: 'lead', value: Article },
        { name: 'articles', value: Articles },
        { name: 'tags', value: ReactiveArray },
      ],
      computed: [{ name: 'size', compute: (self) => (self as Magazine).articles.size }],
      ...specs,
    });
  }
}

const shown = articleSchema.pick({ id: true, title: true }).partial({ title: true });
const magazineSchema = z.strictObject({
  id: z.string(),
  address: z.strictObject({ city: z.string() }).optional(),
  lead: shown.optional(),
  articles: z.array(shown),
  tags: z.array(z.string()),
  size: z.number(),
});
const options = { read: { magazines: magazineSchema }, leaveOut: ['articles'] };
const entities = { magazines: { item: Magazine, read: magazineSchema } };

const magazine = () =>
  new Magazine({
    id: '1',
    address: { city: 'Ulm', code: 'SECRET' },
    lead: { id: 'a', title: 'Lead', fee: 1 },
    articles: [
      { id: 'a', title: 'Lead' },
      { id: 'b', title: 'Other' },
    ],
    tags: ['x'],
  });

const rowOf = (scope: Scope): unknown => dehydrate(scope, options).entities[0]?.rows[0];

describe('models inside models', () => {
  it('[Y-3] what is inside is cut to the schema as well', () => {
    const scope = new Scope();
    const held = scope.run(magazine);
    expect(rowOf(scope)).toEqual({
      id: '1',
      address: { city: 'Ulm' },
      lead: { id: 'a', title: 'Lead' },
      articles: [
        { id: 'a', title: 'Lead' },
        { id: 'b', title: 'Other' },
      ],
      tags: ['x'],
    });
    expect(held.size).toBe(2);
  });

  it('[Y-2] no edit, no draft, nothing deleted is inside', async () => {
    const scope = new Scope();
    const held = scope.run(magazine);
    held.address.city = 'Typing';
    held.tags.push('typing');
    held.articles.get('b')?.set({ title: 'Typing' });
    scope.run(() => held.articles.addItems([{ title: 'Draft' }]));
    const before = rowOf(scope);
    expect(JSON.stringify(before)).not.toMatch(/Typing|typing|Draft/);
    await held.lead.delete({ skipProvider: true });
    expect(rowOf(scope)).toEqual({
      id: '1',
      address: { city: 'Ulm' },
      articles: [{ id: 'b', title: 'Other' }],
      tags: ['x'],
    });
  });

  it('[Y-7] what is inside arrives, and counts as saved', () => {
    const [server, browser] = [new Scope(), new Scope()];
    const held = server.run(magazine);
    const state: unknown = JSON.parse(scriptText(dehydrate(server, options)));
    hydrate(browser, state, { entities });
    const arrived = browser.run(() => new Magazine({ id: '1' }));
    expect(arrived.serialize()).toEqual({
      id: '1',
      address: { city: 'Ulm' },
      lead: { id: 'a', title: 'Lead' },
      articles: [
        { id: 'a', title: 'Lead' },
        { id: 'b', title: 'Other' },
      ],
      tags: ['x'],
    });
    expect([arrived.unpublished, arrived.size, held.size]).toEqual([false, 2, 2]);
  });

  it('[Y-9] what a class inside refuses takes back everything', () => {
    const scope = new Scope();
    const [first, last] = ['1', '2'].map((id) => scope.run(() => new Magazine({ id })));
    const loose = z.strictObject({ id: z.string(), lead: z.unknown() });
    const rows = [
      { id: '1', lead: { id: 'a', title: 'Lead' } },
      { id: '2', lead: 'no article' },
    ];
    const state = { version: 1, entities: [{ entity: 'magazines', rows, partial: [], windows: [] }] };
    expect(() => hydrate(scope, state, { entities: { magazines: { item: Magazine, read: loose } } })).toThrow(
      ValidationError,
    );
    for (const each of [first, last]) expect([each?.ready, each?.lead.isDraft]).toEqual([false, true]);
  });
});
