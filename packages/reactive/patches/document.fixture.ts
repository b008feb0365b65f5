import { z } from 'zod';
import { ValidationError } from '../errors';
import { ReactiveModel } from '../model';

export interface IAuthor {
  name: string;
  links: { readonly [site: string]: string } | undefined;
}

const authorSchema = z.object({
  name: z.string().min(1),
  links: z.record(z.string(), z.string()).optional(),
});

export class Author extends ReactiveModel<IAuthor> {
  declare name: string;
  declare links: IAuthor['links'];

  constructor(specs: Partial<IAuthor> = {}) {
    super({ properties: ['name', 'links'], ...specs });
  }

  protected override get schema() {
    return authorSchema;
  }
}

export interface IBlock {
  readonly text: string;
  readonly marks: readonly string[];
}

export interface IArticle {
  title: string | undefined;
  words: number;
  printedAt: Date | null | undefined;
  tags: readonly string[];
  blocks: readonly IBlock[];
  author: Author;
}

export type ArticleValues = Partial<Omit<IArticle, 'author'> & { author: Partial<IAuthor> }>;

/** A model with plain data of every kind, a computed property and a model inside. */
export class Article extends ReactiveModel<IArticle> {
  declare title: string | undefined;
  declare readonly words: number;
  declare printedAt: Date | null | undefined;
  declare tags: readonly string[];
  declare blocks: readonly IBlock[];
  declare author: Author;

  constructor(specs: ArticleValues = {}) {
    super({
      properties: ['title', 'words', 'printedAt', 'tags', 'blocks', { name: 'author', value: Author }],
      computed: [{ name: 'words', dependencies: ['blocks'], compute: (self) => self.blocks?.length ?? 0 }],
      // A property that holds a model takes its values, too.
      ...(specs as Partial<IArticle>),
    });
  }

  protected override get schema() {
    return z.object({
      title: z.string().max(20).optional(),
      printedAt: z.date().nullable().optional(),
      tags: z.array(z.string()),
      blocks: z.array(z.object({ text: z.string(), marks: z.array(z.string()) })),
    });
  }
}

export const article = (values: ArticleValues = {}): Article =>
  new Article({ title: 'Notes', tags: ['a', 'b'], blocks: [], author: { name: 'Ada' }, ...values });

/** What is wrong by field, or in a sentence; nothing where nothing was refused. */
export const errorsOf = (fn: () => unknown): unknown => {
  try {
    fn();
  } catch (error) {
    if (error instanceof ValidationError) return error.errors ?? error.message;
    throw error;
  }
  return undefined;
};
