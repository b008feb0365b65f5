import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ReactiveModel } from './model';

// Nothing here imports the wire: a model alone does not carry it.
class Account extends ReactiveModel<{ name: string; balance: bigint }> {
  declare name: string;
  declare balance: bigint;

  constructor(specs: { name?: string; balance?: bigint } = {}) {
    super({ properties: ['name', 'balance'], ...specs });
  }

  protected override get schema() {
    return z.object({ name: z.string(), balance: z.bigint() });
  }
}

describe('a model without the wire', () => {
  it('[W-11] says what to do about a bigint', () => {
    expect(JSON.stringify(new Account({ name: 'Ada' }))).toBe('{"name":"Ada"}');
    expect(() => JSON.stringify(new Account({ name: 'Ada', balance: 5n }))).toThrow(
      /^Account: 'balance' is a bigint, .*encode.*'reactive\/wire'/,
    );
  });
});
