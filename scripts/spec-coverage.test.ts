import { describe, expect, it } from 'vitest';
import { citationsIn, compare, ruleIds, testsIn } from './spec-coverage';

const SPEC = `# What holds

- **M-1** One thing.
- **M-2** Another.
A line that mentions **M-9** is no rule.
- **M-4**
`;

const test = (title: string, ...rules: string[]) => ({ file: 'a.test.ts', title, rules });

describe('ruleIds', () => {
  it('reads one rule per line, with a text', () => {
    expect(ruleIds(SPEC)).toEqual(['M-1', 'M-2']);
  });
});

describe('testsIn', () => {
  const rulesOf = (source: string) => testsIn('a.test.ts', source).map(({ rules }) => rules);

  it('finds plain, repeated and templated tests', () => {
    expect(
      rulesOf("it('[M-1] a', f); test.each([1])('[M-2] b %i', f); it(`[Q-3] c ${x} [Q-4]`, f);"),
    ).toEqual([['M-1'], ['M-2'], ['Q-3', 'Q-4']]);
    expect(rulesOf("it.each`a | b`('[M-1] of a table', f); it('[M-2] one' + two, f);")).toEqual([
      ['M-1'],
      ['M-2'],
    ]);
  });

  it('lets a describe cite for the tests inside it', () => {
    expect(testsIn('a.test.ts', "describe('[M-1] set', () => { it('fires once', f); });")).toEqual([
      { file: 'a.test.ts', title: '[M-1] set fires once', rules: ['M-1'] },
    ]);
  });

  it('counts a test without an id, and no skipped one', () => {
    expect(rulesOf("it('fires', f);")).toEqual([[]]);
    expect(
      rulesOf("it.skip('[M-1] a', f); it.todo('[M-2] b'); describe.skip('c', () => { it('[M-1] d', f); });"),
    ).toEqual([]);
  });

  it('passes over comments and other calls', () => {
    expect(rulesOf("// it('[M-1] a', f)\nexpect('[M-1] b'); other.it('[M-1] c'); run(it);")).toEqual([]);
  });
});

describe('citationsIn', () => {
  it('takes the strings that begin with an id', () => {
    const source =
      "const cases = [{ title: '[T-1] loads' }, { title: `[T-2] of ${name}` }]; const see = 'as [T-3]';";
    expect(citationsIn('contract.ts', source).map(({ rules }) => rules)).toEqual([['T-1'], ['T-2']]);
  });
});

describe('compare', () => {
  it('has nothing to say when every rule has a test and every test a rule', () => {
    const tests = { citing: [test('[M-2] b', 'M-2')], mustCite: [test('[M-1] a', 'M-1')] };
    expect(compare(SPEC, tests)).toEqual([]);
  });

  it('names a rule without a test', () => {
    expect(compare(SPEC, { citing: [], mustCite: [test('[M-1] a', 'M-1')] })).toEqual(['M-2 has no test']);
  });

  it('names a test that cites an unknown rule, or none where one is due', () => {
    const tests = {
      citing: [test('free'), test('[M-1] a', 'M-1', 'M-9')],
      mustCite: [test('[M-2] b', 'M-2'), test('c')],
    };
    expect(compare(SPEC, tests)).toEqual([
      "a.test.ts: '[M-1] a' cites M-9, which is no rule",
      "a.test.ts: 'c' cites no rule",
    ]);
  });

  it('names a rule that is stated twice', () => {
    const tests = { citing: [], mustCite: [test('[M-1] a', 'M-1')] };
    expect(compare('- **M-1** One.\n- **M-1** Two.\n', tests)).toEqual(['M-1 is stated twice']);
  });
});
