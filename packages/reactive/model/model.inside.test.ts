import { describe, expect, it } from 'vitest';
import { Account, type AccountSpecs, Address } from './account.fixture';
import { transaction } from './index';

const account = (): Account & { home: Address } => {
  // Made of data, so that it holds one.
  return new Account({ owner: 'ANN', amount: 1, home: new Address({ street: 'elm', zip: 1 }) }) as Account & {
    home: Address;
  };
};

/** Data for what a property holds. */
const dataFor = (home: object): AccountSpecs => ({ home: home as Address });

describe('what is computed from what a property holds', () => {
  it('[M-77] follows a write inside at once, in a transaction too', () => {
    const ann = account();
    expect(ann.label).toBe('ANN of elm');
    transaction(() => {
      ann.home.street = 'oak';
      expect(ann.label).toBe('ANN of oak');
    });
    expect(ann.label).toBe('ANN of oak');
  });

  it('[M-77] comes back when a transaction is taken back in which it was read', () => {
    const ann = account();
    const taken = (): void =>
      transaction(() => {
        ann.home.street = 'oak';
        expect(ann.label).toBe('ANN of oak');
        throw new RangeError('taken back');
      });
    expect(taken).toThrow('taken back');
    expect(ann.label).toBe('ANN of elm');
  });

  it('[M-42] is computed once for one change inside', () => {
    const ann = account();
    const told: unknown[] = [];
    ann.on('label.changed', (change) => told.push(change));
    ann.home.set({ street: 'oak', zip: 2 });
    expect(told).toEqual([{ value: 'ANN of oak', previous: 'ANN of elm' }]);
  });
});

describe('the rules of what a property holds', () => {
  it('[M-72] do not blame what its model computes', () => {
    expect(account().validate()).toEqual({ valid: true });
    expect(account().set({ home: { line: 'x' } as Address }).errors).toEqual({
      'home.line': ['This property is computed and cannot be set.'],
    });
  });

  it('[M-72] are asked of data where the property is empty as well', () => {
    const ann = account();
    ann.home = undefined as never;
    const answer = { updated: false, errors: { 'home.zip': ['Too small'] } };
    expect(ann.set(dataFor({ zip: -1 }))).toEqual(answer);
    expect(ann.home).toBeUndefined();
    expect(ann.set(dataFor({ zip: 1 }))).toEqual({ updated: true });
    expect(ann.home.getProperties()).toMatchObject({ zip: 1 });
  });
});
