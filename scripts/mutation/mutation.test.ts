import { describe, expect, it } from 'vitest';
import { changedLines } from './changed-lines';
import { folderOf, sourcesOf } from './folders';
import { type Report, score, sum, survivors, tally } from './results';

const DIFF = `diff --git a/packages/a.ts b/packages/a.ts
--- a/packages/a.ts
+++ b/packages/a.ts
@@ -3 +3 @@ class A {
-old
+new
@@ -10,0 +11,3 @@
+one
+two
+three
@@ -20,2 +23,0 @@
-gone
-gone
diff --git a/packages/gone.ts b/packages/gone.ts
--- a/packages/gone.ts
+++ /dev/null
@@ -1 +0,0 @@
-gone
diff --git a/packages/b.ts b/packages/b.ts
--- /dev/null
+++ b/packages/b.ts
@@ -0,0 +1,2 @@
+one
+two
`;

const mutant = (status: string, line = 1, replacement = 'true') => ({
  status,
  mutatorName: 'ConditionalExpression',
  replacement,
  location: { start: { line, column: 7 } },
});

const report: Report = {
  files: {
    'a.ts': { mutants: [mutant('Killed'), mutant('Survived', 4, 'if (x)\n  y'), mutant('RuntimeError')] },
    'b.ts': { mutants: [mutant('Timeout'), mutant('NoCoverage', 9)] },
  },
};

describe('the lines that have changed', () => {
  it('are those that were added or are others now, by file', () => {
    expect([...changedLines(DIFF)]).toEqual([
      [
        'packages/a.ts',
        [
          [3, 3],
          [11, 13],
        ],
      ],
      ['packages/b.ts', [[1, 2]]],
    ]);
    expect([...changedLines('')]).toEqual([]);
  });
});

describe('the folders that are mutated', () => {
  it('have sources, and no tests, types or lists of exports among them', () => {
    expect(folderOf('packages/reactive/model/state.ts')).toBe('model');
    for (const file of [
      'model/index.ts',
      'model/types.ts',
      'model/a.test.ts',
      'model/a.fixture.ts',
      'http/fetch.ts',
    ])
      expect([file, folderOf(`packages/reactive/${file}`)]).toEqual([file, undefined]);
    expect(sourcesOf('query')).toContain('packages/reactive/query/page/cursor.ts');
    expect(sourcesOf('query').filter((file) => folderOf(file) !== 'query')).toEqual([]);
  });
});

describe('what a report says', () => {
  it('is counted by what was noticed, and what could not be tried is left out', () => {
    expect(tally(report)).toEqual({ killed: 2, survived: 2 });
    expect(score(sum([tally(report), { killed: 2, survived: 0 }]))).toBeCloseTo(66.67, 1);
    expect(score({ killed: 0, survived: 0 })).toBe(100);
  });

  it('names what was not', () => {
    expect(survivors(report)).toEqual([
      'a.ts:4:7 ConditionalExpression → if (x) y',
      'b.ts:9:7 ConditionalExpression → true',
    ]);
  });
});
