import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PACKAGE = resolve('packages/reactive');
/** With a name by which Node knows a module. */
const PROGRAM = 'outputs.mts';
const TSX = import.meta.resolve('tsx');
/** Pieces of the sentences that only development has. */
const SENTENCES = [
  'one list of properties',
  'is not a property',
  'declares no properties',
  'needs an entity name',
  'hides the reactive property',
];

const home = mkdtempSync(join(tmpdir(), 'outputs-'));
const target = join(home, 'node_modules', 'reactive');

interface Seen {
  readonly log: unknown[];
  readonly reports: unknown[];
  readonly undeclared?: string;
  readonly explained?: string;
  /** What was found of slips, and what changing an array in place throws. */
  readonly development: unknown[];
}

function run(args: readonly string[], env: Record<string, string> = {}): Seen {
  const { PATH = '' } = process.env;
  const output = execFileSync(process.execPath, ['--import', TSX, ...args, PROGRAM], {
    cwd: home,
    encoding: 'utf8',
    env: { PATH, ...env },
  });
  return JSON.parse(output) as Seen; // what the program prints
}

/** All code of an output. */
function codeOf(folder: string): string {
  return readdirSync(join(target, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.js') && (folder.endsWith('production') || !file.startsWith('production')),
    )
    .map((file) => readFileSync(join(target, folder, file), 'utf8'))
    .join('\n');
}

describe('the outputs of the library', () => {
  let development: Seen;

  beforeAll(() => {
    mkdirSync(target, { recursive: true });
    execFileSync(process.execPath, ['--import', TSX, resolve('scripts/build-into.fixture.ts'), target], {
      cwd: PACKAGE,
    });
    cpSync(join(PACKAGE, 'package.json'), join(target, 'package.json'));
    symlinkSync(join(PACKAGE, 'node_modules'), join(target, 'node_modules'), 'dir');
    symlinkSync(join(PACKAGE, 'node_modules', 'zod'), join(home, 'node_modules', 'zod'), 'dir');
    cpSync(join(PACKAGE, 'testing/outputs.fixture.ts'), join(home, PROGRAM));
    development = run([]);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('[B-1] behave the same for an application, whatever the mode', () => {
    const { log, reports } = development;
    expect(log.length).toBeGreaterThan(20);
    expect(run(['--conditions=production'])).toMatchObject({ log, reports });
    expect(run([], { NODE_ENV: 'production' })).toMatchObject({ log, reports });
  });

  it('[B-2] leave the sentences that explain a definition to development', () => {
    expect(development.explained).toBe("Point: 'z' is not a property. Properties are: x, y.");
    expect(run([], { NODE_ENV: 'production' }).explained).toBe(development.explained);
    expect(run(['--conditions=production']).explained).toMatch(
      /^Point, z.*the development build explains this$/,
    );
    const [inDevelopment, inProduction] = [codeOf('dist'), codeOf('dist/production')];
    for (const sentence of SENTENCES) {
      expect(inDevelopment).toContain(sentence);
      expect(inProduction).not.toContain(sentence);
    }
  });

  it('[B-4] [B-5] say nothing of values that are changed in place, but in development', () => {
    expect(development.development).toEqual([
      expect.stringMatching(/Note\.createdAt: setTime\(\) changes a Date in place/),
      expect.stringMatching(/Note\.tags: push\(\) would change an array in place/),
      expect.stringMatching(/Note\.tags: the array that was given was changed/),
    ]);
    const engine = [expect.stringMatching(/object is not extensible/)];
    expect(run([], { NODE_ENV: 'production' }).development).toEqual(engine);
    expect(run(['--conditions=production']).development).toEqual(engine);
  });

  it('[B-3] look for slips in development only', () => {
    expect(development.undeclared).toMatch(/the class field 'x' hides/);
    expect(run([], { NODE_ENV: 'production' }).undeclared).toBeUndefined();
    expect(run(['--conditions=production']).undeclared).toBeUndefined();
    expect(codeOf('dist')).toContain('isDevelopment');
    expect(codeOf('dist/production')).not.toMatch(
      /isDevelopment|NODE_ENV|scheduleVerification|watchGiven|explainHeld|refuseInRender|INTERNALS/,
    );
  });
});
