import { change, type Guard } from './guard';

const PARSE = 'packages/reactive/query/parse-where.ts';
const CURSOR = 'packages/reactive/query/page/cursor.ts';
const queries = {
  project: 'unit',
  tests: [
    'packages/reactive/query/limits.test.ts',
    'packages/reactive/query/parse.test.ts',
    'packages/reactive/query/url.test.ts',
  ],
} as const;
const where = { project: 'unit', tests: ['packages/reactive/prisma/where.test.ts'] } as const;
const cursors = { project: 'unit', tests: ['packages/reactive/query/page/cursor.test.ts'] } as const;
const scopes = {
  project: 'unit',
  tests: ['packages/reactive/node/scope.test.ts', 'apps/api/request-scope.test.ts'],
} as const;
const bodies = {
  project: 'unit',
  tests: ['apps/api/smuggled-bodies.test.ts', 'packages/reactive/express/unparsed.test.ts'],
} as const;

/** What keeps raw data out of models, and queries small. */
export const libraryGuards: readonly Guard[] = [
  {
    ...bodies,
    name: 'bodies are marked as unparsed',
    changes: [
      change(
        'packages/reactive/express/unparsed.ts',
        'if (!Array.isArray(value)) Object.defineProperty(value, UNPARSED, { value: true, enumerable: true });',
        '',
      ),
    ],
  },
  {
    ...bodies,
    name: 'marks survive a spread',
    changes: [
      change('packages/reactive/express/unparsed.ts', '{ value: true, enumerable: true }', '{ value: true }'),
    ],
  },
  {
    ...bodies,
    name: 'models refuse what is marked, in values',
    changes: [change('packages/reactive/model/validation.ts', 'refuseUnparsed(className, values);', '')],
  },
  {
    project: 'unit',
    tests: ['packages/reactive/model/model.names.test.ts'],
    name: 'models refuse what is marked, inside of a value',
    changes: [
      change(
        'packages/reactive/model/ownership.ts',
        "if (owned.has(value)) return value;\n  refuseUnparsed('Model', value);",
        'if (owned.has(value)) return value;',
      ),
    ],
  },
  {
    ...bodies,
    name: 'collections refuse what is marked',
    changes: [
      change(
        'packages/reactive/entities/collection/collection.ts',
        'refuseUnparsed(new.target.name, specs);',
        '',
      ),
    ],
  },
  {
    ...scopes,
    name: 'outside of a scope nothing is made',
    changes: [
      change(
        'packages/reactive/registry/scope.ts',
        'const scope = (ambient ?? offered)?.();',
        'const scope = (ambient ?? offered)?.() ?? (defaultScope ??= new Scope());',
      ),
    ],
  },
  {
    ...scopes,
    name: 'each request has a scope of its own',
    changes: [
      change(
        'packages/reactive/node/scope.ts',
        "export function scopeMiddleware(): (req: unknown, res: Closing, next: () => void) => void {\n  return (_req, res, next) => {\n    const scope = new Scope();\n    res.once('close', () => scope.dispose());",
        'export function scopeMiddleware(): (req: unknown, res: Closing, next: () => void) => void {\n  const scope = new Scope();\n  return (_req, _res, next) => {',
      ),
    ],
  },
  {
    ...scopes,
    name: 'a scope ends with its request',
    changes: [change('packages/reactive/node/scope.ts', "res.once('close', () => scope.dispose());", '')],
  },
  {
    ...queries,
    name: 'query: depth',
    changes: [change(PARSE, 'depth >= this.#limits.maxDepth', 'false')],
  },
  {
    ...queries,
    name: 'query: number of conditions',
    changes: [
      change(PARSE, 'return this.#nodes > this.#limits.maxNodes;', 'return false;'),
      change(PARSE, 'this.#nodes === this.#limits.maxNodes + 1', 'false'),
    ],
  },
  {
    ...queries,
    name: 'query: length of a list',
    changes: [
      change(
        PARSE,
        'if (value.length > maxListLength) return this.#refuse(path, `At most ${maxListLength} values`);',
        'void maxListLength;',
      ),
    ],
  },
  {
    ...queries,
    name: 'query: length of a text',
    changes: [change('packages/reactive/query/operand.ts', 'text.length > maxTextLength', 'false')],
  },
  {
    ...queries,
    name: 'query: rows of a page',
    changes: [change('packages/reactive/query/parse.ts', ' && limit <= maxPageSize', '')],
  },
  {
    ...queries,
    name: 'query: names that reach for a prototype',
    changes: [
      change(PARSE, '(this.#fields && !field) || forbiddenNames.has(name)', 'this.#fields && !field'),
    ],
  },
  {
    ...queries,
    name: 'query: fields that there are not',
    changes: [
      change(PARSE, '(this.#fields && !field) || forbiddenNames.has(name)', 'forbiddenNames.has(name)'),
    ],
  },
  {
    ...queries,
    name: 'query: operators that there are not',
    changes: [
      change(
        PARSE,
        "if (!isOperator(operator)) return this.#refuse(at, 'Unknown operator');",
        'if (!isOperator(operator)) continue;',
      ),
    ],
  },
  {
    ...queries,
    name: 'query: parameters that there are not',
    changes: [
      change(
        'packages/reactive/query/url.ts',
        "if (!field) return 'Unknown parameter';",
        'if (!field) return undefined;',
      ),
    ],
  },
  {
    ...queries,
    name: 'query: parameters that come twice',
    changes: [
      change(
        'packages/reactive/query/url.ts',
        "seen.has(name) ? 'Given more than once' : readParameter",
        'readParameter',
      ),
    ],
  },
  {
    ...queries,
    name: 'query: a limit in digits',
    changes: [
      change(
        'packages/reactive/query/url.ts',
        "/^[1-9]\\d{0,8}$/.test(text) ? undefined : 'Expected a whole number'",
        'undefined',
      ),
    ],
  },
  {
    ...where,
    name: 'query: wildcards of SQL mean themselves',
    changes: [
      change(
        'packages/reactive/prisma/where.ts',
        'text.replace(/[\\\\%_]/g, (character) => `\\\\${character}`)',
        'text',
      ),
    ],
  },
  {
    ...cursors,
    name: 'cursor: the seal',
    changes: [
      change(
        CURSOR,
        'text.slice(0, start) !== seal || toBase64Url(text) !== cursor',
        'toBase64Url(text) !== cursor',
      ),
    ],
  },
  {
    ...cursors,
    name: 'cursor: one spelling',
    changes: [
      change(
        CURSOR,
        'text.slice(0, start) !== seal || toBase64Url(text) !== cursor',
        'text.slice(0, start) !== seal',
      ),
    ],
  },
  {
    ...cursors,
    name: 'cursor: length',
    changes: [change(CURSOR, 'if (next.length <= maxLength) values', 'values')],
  },
];
