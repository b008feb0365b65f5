import ts from 'typescript';

/** A test as its source states it: the titles of its `describe`s and its own, or a string that cites a rule. */
export interface Citation {
  file: string;
  title: string;
  rules: string[];
}

/** One sentence for each rule without a test, each unknown rule, each test without a rule. */
export type Complaint = string;

const RULE_LINE = /^- \*\*([A-Z]-\d+[a-z]?)\*\* \S/;
const RULE_ID = /\[([A-Z]-\d+[a-z]?)\]/g;
const TESTS = new Set(['it', 'test']);

/**
 * The rule ids of a behaviour specification, in order; a rule is a line of the form `- **M-3** What holds.`
 *
 * @example
 * ruleIds('- **M-3** An equal value fires nothing.'); // ['M-3']
 */
export function ruleIds(spec: string): string[] {
  return spec.split('\n').flatMap((line) => RULE_LINE.exec(line)?.[1] ?? []);
}

/**
 * The tests that a source file declares with `it` or `test` (`.each` and the like included, skipped ones not),
 * each with the rules that its own title or one of its `describe`s cites.
 *
 * @example
 * testsIn('model.test.ts', "it('[M-3] fires nothing', () => {})");
 * // [{ file: 'model.test.ts', title: '[M-3] fires nothing', rules: ['M-3'] }]
 */
export function testsIn(file: string, source: string): Citation[] {
  const found: Citation[] = [];
  const visit = (node: ts.Node, outer: string): void => {
    const call = ts.isCallExpression(node) ? titledCall(node) : undefined;
    if (call?.skipped) return;
    const title = call ? `${outer} ${call.title}`.trim() : outer;
    if (call && TESTS.has(call.name)) found.push({ file, title, rules: citedIn(title) });
    ts.forEachChild(node, (child) => visit(child, title));
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true), '');
  return found;
}

/**
 * The strings of a source file that begin with a rule's id: the cases of a contract suite, which are declared
 * in one place and run in many.
 *
 * @example
 * citationsIn('provider.ts', "const cases = [{ title: '[T-1] loads what was published' }]");
 * // [{ file: 'provider.ts', title: '[T-1] loads what was published', rules: ['T-1'] }]
 */
export function citationsIn(file: string, source: string): Citation[] {
  const found: Citation[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      const rules = node.text.startsWith('[') ? citedIn(node.text) : [];
      if (rules.length > 0) found.push({ file, title: node.text, rules });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return found;
}

/**
 * Compares a specification with the tests: every rule is stated once and has a test, every cited rule exists,
 * and every test of `mustCite` cites one.
 *
 * @returns nothing when all is well
 */
export function compare(spec: string, tests: { citing: Citation[]; mustCite: Citation[] }): Complaint[] {
  const stated = ruleIds(spec);
  const known = new Set(stated);
  const all = [...tests.citing, ...tests.mustCite];
  const tested = new Set(all.flatMap((test) => test.rules));
  return [
    ...stated.filter((id, at) => stated.indexOf(id) !== at).map((id) => `${id} is stated twice`),
    ...[...known].filter((id) => !tested.has(id)).map((id) => `${id} has no test`),
    ...all.flatMap(({ file, title, rules }) =>
      rules.filter((id) => !known.has(id)).map((id) => `${file}: '${title}' cites ${id}, which is no rule`),
    ),
    ...tests.mustCite
      .filter((test) => test.rules.length === 0)
      .map(({ file, title }) => `${file}: '${title}' cites no rule`),
  ];
}

function citedIn(title: string): string[] {
  return [...title.matchAll(RULE_ID)].flatMap((match) => match[1] ?? []);
}

/** `it('…')`, `describe.each(rows)('…')`, `test.skip('…')`: what is called, with which title. */
function titledCall(node: ts.CallExpression) {
  const modifiers: string[] = [];
  let callee: ts.Expression = node.expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) modifiers.push(callee.name.text);
    else if (!ts.isCallExpression(callee) && !ts.isTaggedTemplateExpression(callee)) return undefined;
    callee = ts.isTaggedTemplateExpression(callee) ? callee.tag : callee.expression;
  }
  const [first] = node.arguments;
  const title = first && textIn(first);
  if (!title || !(TESTS.has(callee.text) || callee.text === 'describe')) return undefined;
  return { name: callee.text, title, skipped: modifiers.includes('skip') || modifiers.includes('todo') };
}

/** The literal text of a title: of a template or a concatenation, what is written out. */
function textIn(node: ts.Node): string {
  if (ts.isStringLiteralLike(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isTemplateHead(node)) {
    return node.text;
  }
  if (!ts.isTemplateExpression(node) && !ts.isTemplateSpan(node) && !ts.isBinaryExpression(node)) return '';
  let text = '';
  ts.forEachChild(node, (child) => {
    text += textIn(child);
  });
  return text;
}
