import { beforeEach, describe, expect, it } from 'vitest';
import { RegistryFactory } from '../entities/item';
import { workloadOf, workloads } from './catalogue';
import { LEAST } from './effort';
import { figureOf, verdictOn, written } from './figures';
import { measure } from './measure';
import { tablesOf } from './table';
import type { Workload } from './workload';

const contendersOf = (workload: Workload): string[] =>
  Object.keys(workload.kind === 'time' ? workload.contenders : workload.counters);

describe('the workloads', () => {
  beforeEach(() => RegistryFactory.clearAll());

  it.each(workloads.map(({ name }) => name))('%s: every contender does the work', async (name) => {
    const sample = await measure(name, LEAST, async () => workloadOf(name));
    const workload = workloadOf(name);
    expect(Object.keys(sample)).toEqual(expect.arrayContaining(contendersOf(workload)));
    for (const { subject, against } of workload.targets) {
      expect(sample).toHaveProperty([subject]);
      expect(sample).toHaveProperty([against ?? workload.base ?? subject]);
    }
  });

  it('refuses work that was not done', async () => {
    const lazy: Workload = {
      kind: 'time',
      name: 'lazy',
      section: 'speed',
      size: 1,
      targets: [],
      contenders: {
        lazy: () => ({
          run: () => {},
          check: () => {
            throw new Error('nothing was done');
          },
        }),
      },
    };
    await expect(measure('lazy', LEAST, async () => lazy)).rejects.toThrow('nothing was done');
  });
});

describe('the table', () => {
  const workload: Workload = {
    kind: 'time',
    name: 'write',
    section: 'speed',
    base: 'plain',
    size: 1,
    targets: [{ subject: 'model', limit: 10 }],
    contenders: {},
  };
  const samples = [
    { plain: 1, model: 8 },
    { plain: 2, model: 24 },
    { plain: 1, model: 30 },
  ];

  it('prints the median of the ratios of each round, how far they lie apart, and the verdict', () => {
    expect(figureOf(samples, 'model', 'plain')).toEqual({ value: 12, least: 8, most: 30 });
    const [, , , row = ''] = tablesOf([{ workload, samples }]).split('\n').slice(1);
    expect(row.split('|').map((cell) => cell.trim())).toEqual([
      '',
      'write',
      'model',
      'plain',
      '12.0 (8.00–30.0)',
      '≤ 10',
      'missed: 1.20 × the target',
      '1.00',
      '',
      '',
    ]);
  });

  it('says which workload failed, and how', () => {
    const failure = 'Command failed\nError: writes: 1 instead of 2\n    at check';
    expect(tablesOf([{ workload, samples: [], failure }])).toContain('FAILED: Error: writes: 1 instead of 2');
  });

  it('tells a target that is reached from one that is missed', () => {
    const [target = { subject: '', limit: 0 }] = workload.targets;
    const figure = (value: number) => ({ value, least: value, most: value });
    expect(verdictOn(figure(10), target)).toBe('reached');
    expect(verdictOn(figure(20), target)).toBe('missed: 2.00 × the target');
    expect([0.126, 12.34, 1234.5].map(written)).toEqual(['0.13', '12.3', '1,235']);
  });
});
