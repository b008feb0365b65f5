import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldsOf, matcher, parseQuery } from '../query';
import { type Sample, sampleFields } from '../query/sample.fixture';
import { arbitraryQuery, arbitraryRow } from './index';

describe('arbitrary queries and rows', () => {
  it('[T-25] are legal, and match many rows but far from all', () => {
    let [yes, no] = [0, 0];
    fc.assert(
      fc.property(
        arbitraryQuery<Sample>(fc, sampleFields),
        arbitraryRow<Sample>(fc, sampleFields),
        (specs, row) => {
          if (matcher(parseQuery(sampleFields, specs).where)(row)) yes++;
          else no++;
        },
      ),
      { numRuns: 1000 },
    );
    expect(Math.min(yes, no)).toBeGreaterThan(150);
  });

  it('[T-25] use every field and every operator', () => {
    const samples = fc.sample(arbitraryQuery<Sample>(fc, sampleFields), 2000);
    const text = JSON.stringify(samples);
    const operators = new Set([...sampleFields.values()].flatMap((field) => field.operators));
    for (const name of [...sampleFields.keys(), ...operators, 'AND', 'OR', 'NOT'])
      expect(text).toContain(`"${name}":`);
  });

  it('[T-25] leave out what may not be asked or sorted by', () => {
    const schema = z.object({ id: z.string(), note: z.string(), secret: z.string() });
    const fields = fieldsOf(schema, {
      note: { operators: ['contains'], sortable: false },
      secret: { operators: [] },
    });
    fc.assert(
      fc.property(arbitraryQuery(fc, fields), (specs) => {
        expect(() => parseQuery(fields, specs)).not.toThrow();
        expect(JSON.stringify(specs.where ?? null)).not.toContain('secret');
        expect(JSON.stringify(specs.orderBy ?? null)).not.toContain('note');
      }),
    );
  });
});
