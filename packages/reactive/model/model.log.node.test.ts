import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ReactiveModel } from './index';

class Page extends ReactiveModel<{ title: string; views: number }> {
  declare title: string;
  declare views: number;
  constructor(specs: Partial<{ title: string; views: number }> = {}) {
    super({ properties: ['title', 'views'], ...specs });
  }
}

describe('a model in a log', () => {
  it('[M-3] shows its class and its values', () => {
    expect(inspect(new Page({ title: 'Home' }))).toBe("Page { title: 'Home' }");
  });
});
