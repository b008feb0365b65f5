import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** @typedef {NonNullable<import('tsup').Options['esbuildPlugins']>[number]} Plugin */

/** How a module asks whether it is in development. */
const SWITCH = /^import \{ isDevelopment \} from '[^']+\/development';$/m;
/** Thrown at whoever wrote a class or a call, never at whoever uses the application. */
const EXPLAINED = 'DefinitionError';
const POINTER = 'the development build explains this';

/**
 * The parts of a sentence that are computed: `User`, `'name'`.
 *
 * @param {ts.Expression} sentence
 * @returns {ts.Expression[]}
 */
function valuesOf(sentence) {
  if (ts.isStringLiteralLike(sentence)) return [];
  if (ts.isTemplateExpression(sentence))
    return sentence.templateSpans.flatMap(({ expression }) => valuesOf(expression));
  if (ts.isConditionalExpression(sentence))
    return [...valuesOf(sentence.whenTrue), ...valuesOf(sentence.whenFalse)];
  if (ts.isBinaryExpression(sentence) && sentence.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return [...valuesOf(sentence.left), ...valuesOf(sentence.right)];
  return [sentence];
}

/**
 * Puts in the place of each sentence of a `new DefinitionError(…)` the values in it, and a pointer to the build that
 * has the sentence.
 *
 * @param {string} source - a TypeScript module
 * @param {string} path - its name; decides whether it may hold JSX
 * @returns {string}
 * @example
 * withShortDefinitionErrors('throw new DefinitionError(`${name} is declared twice.`)', 'a.ts');
 * // 'throw new DefinitionError(`${name}: the development build explains this`)'
 */
export function withShortDefinitionErrors(source, path) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true);
  /** @type {{ start: number, end: number, text: string }[]} */
  const edits = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const sentence = ts.isNewExpression(node) ? node.arguments?.[0] : undefined;
    if (sentence && ts.isNewExpression(node) && node.expression.getText(file) === EXPLAINED) {
      const values = [...new Set(valuesOf(sentence).map((value) => `\${${value.getText(file)}}`))];
      const text = values.length === 0 ? `'${POINTER}'` : `\`${values.join(', ')}: ${POINTER}\``;
      edits.push({ start: sentence.getStart(file), end: sentence.getEnd(), text });
    } else ts.forEachChild(node, visit);
  };
  visit(file);
  return edits
    .reverse()
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
}

/**
 * Builds the production output of the sources: nothing that is for development only, and errors of definitions that
 * name what is wrong without explaining it.
 *
 * @returns {Plugin}
 */
export function productionSource() {
  return {
    name: 'production-source',
    setup(build) {
      const { initialOptions } = build;
      // Without its import the name is a global one, which esbuild replaces before it looks for what is never reached.
      initialOptions.define = { ...initialOptions.define, isDevelopment: 'false' };
      initialOptions.minifySyntax = true;
      build.onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8').replace(SWITCH, '');
        const loader = path.endsWith('x') ? 'tsx' : 'ts';
        return { contents: withShortDefinitionErrors(source, path), loader };
      });
    },
  };
}
