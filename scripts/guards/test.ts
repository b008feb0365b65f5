import { GUARDS } from './all';
import { type Copy, copySources } from './copy';
import type { Guard } from './guard';
import { runTests } from './run-tests';

/**
 * Removes each guard of {@link GUARDS}, one at a time and in a copy of the sources, and shows that a test notices.
 * Before, it shows that these tests notice nothing while all guards are there.
 *
 * Usage: pnpm test:guards [part of a name]…
 */
const [asked, goal] = [process.argv.slice(2).map((part) => part.toLowerCase()), 100];
const guards = GUARDS.filter(
  ({ name }) => asked.length === 0 || asked.some((part) => name.toLowerCase().includes(part)),
);
if (guards.length === 0)
  throw new Error(`No guard is named so. There are:\n${GUARDS.map(({ name }) => name).join('\n')}`);

const env = {
  // Of the form of databases of tests, which are dropped when they are an hour old.
  TEST_DATABASE_TEMPLATES: `reactive_test_${Date.now()}_guards`,
  TEST_API_FROM_SOURCE: 'yes',
};

/** The tests that are to notice, by their project. */
function testsOf(project: Guard['project']): string[] {
  return [...new Set(guards.filter((guard) => guard.project === project).flatMap(({ tests }) => tests))];
}

async function showGreen({ folder }: Copy): Promise<void> {
  for (const project of ['unit', 'services', 'e2e'] as const) {
    const tests = testsOf(project);
    if (tests.length === 0) continue;
    const { passed, failed, notRun, output } = await runTests(
      folder,
      { project, tests },
      { bail: false, env },
    );
    console.log(`with all guards: ${passed} tests of ${tests.length} files of ${project} pass`);
    if (failed.length > 0 || notRun.length > 0 || passed === 0)
      throw new Error(`These tests are not green before a guard is removed:\n${output}`);
  }
}

/** What came of one guard. */
interface Finding {
  readonly guard: Guard;
  /** The test that noticed. */
  readonly noticed: string | undefined;
  readonly seconds: number;
}

/** A file that cannot even be loaded proves nothing: what counts is a test that ran and failed. */
async function findingOf(copy: Copy, guard: Guard): Promise<Finding> {
  const since = Date.now();
  const { failed, notRun, output, passed } = await copy.with(guard, () =>
    runTests(copy.folder, guard, { bail: true, env }),
  );
  if (failed.length === 0 && (notRun.length > 0 || passed === 0))
    console.log(`${output}\nWithout "${guard.name}" the tests could not be run, which proves nothing.`);
  return { guard, noticed: failed[0], seconds: (Date.now() - since) / 1000 };
}

const row = ({ guard, noticed, seconds }: Finding): string =>
  `${noticed === undefined ? 'NOT NOTICED' : 'noticed'} | ${guard.name} | ${noticed ?? guard.tests.join(', ')} | ${seconds.toFixed(1)} s`;

const copy = copySources();
const findings: Finding[] = [];
try {
  await showGreen(copy);
  for (const guard of guards) {
    const finding = await findingOf(copy, guard);
    console.log(row(finding));
    findings.push(finding);
  }
} finally {
  copy.remove();
}
const noticed = findings.filter((finding) => finding.noticed !== undefined).length;
const ratio = (100 * noticed) / findings.length;
console.log(
  `${noticed} of ${findings.length} guards are missed by a test when they are removed: ${ratio.toFixed(1)} %`,
);
if (ratio < goal) process.exitCode = 1;
