import ts from 'typescript';

// Type-checks the project of a tsconfig and prints what that cost, as JSON. Run it with `--single-threaded`: then the
// processor's time is that of the checker, whatever else the machine does.

const [, , config = ''] = process.argv;
const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
const parsed = ts.getParsedCommandLineOfConfigFile(config, {}, host);
if (!parsed) throw new Error(`There is no ${config}.`);

const program = ts.createProgram(parsed.fileNames, parsed.options);
program.getTypeChecker();
const start = process.cpuUsage();
const diagnostics = [...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics()];
const { user, system } = process.cpuUsage(start);

const told = ts.formatDiagnostics(diagnostics.slice(0, 10), {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
  getNewLine: () => '\n',
});
console.log(
  JSON.stringify({
    errors: diagnostics.length > 0 ? told : undefined,
    seconds: (user + system) / 1e6,
    instantiations: program.getInstantiationCount(),
    types: program.getTypeCount(),
  }),
);
