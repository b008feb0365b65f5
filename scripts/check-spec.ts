import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';
import { type Citation, citationsIn, compare, ruleIds, testsIn } from './spec-coverage';

const SPEC = 'packages/reactive/SPEC.md';
const isTest = (file: string) => /\.test(-d)?\.tsx?$/.test(file);

function read(folder: string, take: (file: string) => boolean): [file: string, source: string][] {
  return ts.sys
    .readDirectory(folder, ['.ts', '.tsx'], ['**/node_modules', '**/dist', '**/generated', '**/bench'])
    .map((file) => relative('.', file))
    .filter(take)
    .map((file) => [file, readFileSync(file, 'utf8')]);
}

const mustCite: Citation[] = read('packages/reactive', (file) => /\.test\.tsx?$/.test(file)).flatMap(
  (entry) => testsIn(...entry),
);
const citing: Citation[] = [
  ...read('packages/reactive', (file) => !isTest(file)).flatMap((entry) => citationsIn(...entry)),
  ...read('packages/reactive', (file) => /\.test-d\.tsx?$/.test(file)).flatMap((entry) => testsIn(...entry)),
  ...['packages/core', 'packages/client', 'packages/server', 'apps', 'scripts'].flatMap((folder) =>
    read(folder, isTest).flatMap((entry) => testsIn(...entry)),
  ),
];

const spec = readFileSync(SPEC, 'utf8');
const complaints = compare(spec, { citing, mustCite });
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
else
  console.log(
    `${SPEC}: ${ruleIds(spec).length} rules, each with a test; ${mustCite.length} tests, each with a rule`,
  );
