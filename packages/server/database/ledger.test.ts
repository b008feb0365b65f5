import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.fixture';

describe('the ledger of the durability test', () => {
  it('finds nothing wrong where all is there, and one write more', () => {
    const ledger = new Ledger();
    ledger.note(['of1.a 1', 'of1.a 2', 'of3.b 1']);
    expect(ledger.faultsIn('{"of1.a": [1, 2, 2, 2], "of3.b": [3, 2, 2, 6]}')).toEqual([]);
    expect(ledger).toMatchObject({ acknowledged: 3, inDoubt: 1 });
  });

  it('finds what is lost, torn, or nobody’s', () => {
    const found = (line: string) => {
      const ledger = new Ledger();
      ledger.note(['of1.a 1', 'of1.a 2', 'of3.b 1']);
      return ledger.faultsIn(line);
    };
    expect(found('{"of1.a": [1, 1, 1, 1], "of3.b": [3, 1, 1, 3]}')).toEqual([
      'of1.a 2 was acknowledged and is lost',
    ]);
    expect(found('{"of1.a": [1, 2, 2, 2]}')).toEqual(['of3.b 1 was acknowledged and is lost']);
    expect(found('{"of1.a": [1, 2, 2, 2], "of3.b": [2, 1, 1, 2]}')).toEqual([
      'of3.b is torn: 2 rows of versions 1 to 1',
    ]);
    expect(found('{"of1.a": [1, 2, 2, 2], "of3.b": [3, 1, 2, 6]}')).toEqual([
      'of3.b is torn: 3 rows of versions 1 to 2',
    ]);
    expect(found('{"of1.a": [1, 2, 2, 1], "of3.b": [3, 1, 1, 3]}')).toEqual([
      'of1.a has 1 entries in the change log for 1 rows of version 2',
    ]);
    expect(found('{"of1.a": [1, 2, 2, 2], "of3.b": [3, 1, 1, 3], "of1.c": [1, 2, 2, 2]}')).toEqual([
      '2 writes are there that nobody acknowledged; one was under way',
    ]);
  });
});
