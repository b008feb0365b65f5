/** The arrows of the architecture. Tests may reach further: they drive one layer through another. */

/** Tests, and what only they use. */
const tests = String.raw`\.(test|test-d|fixture)\.tsx?$|/backend-usage/blocks/`;
const configs = String.raw`\.config\.ts$`;
/** Measures the library against its peers; ships nothing. */
const bench = '^(packages/(reactive|server)|apps/api)/bench/';
const npm = (...names) => `/node_modules/(${names.join('|')})/`;

const reactiveLayers = [
  {
    layer: '(http|react|prisma|express|openapi|node|hydration|testing)',
    mayImport: '(entities|registry|query|model|wire|errors)',
  },
  { layer: 'plugins', mayImport: '(entities|registry|model|errors)' },
  { layer: 'streams', mayImport: '(model|errors)' },
  { layer: 'history', mayImport: '(model|errors)' },
  { layer: 'structures', mayImport: '(model|errors)' },
  { layer: 'references', mayImport: '(entities|registry|model|errors)' },
  { layer: 'patches', mayImport: '(model|wire|errors)' },
  { layer: 'entities', mayImport: '(registry|query|model|errors)' },
  { layer: 'registry', mayImport: '(model|errors)' },
  { layer: 'query', mayImport: '(model|errors)' },
  { layer: 'model', mayImport: '(wire|errors)' },
  { layer: 'wire', mayImport: 'errors' },
  { layer: 'errors', mayImport: 'errors' },
];

/** A layer sees itself and what lies below it; `$1` is the layer's own folder. */
const layerRules = reactiveLayers.map(({ layer, mayImport }) => ({
  name: `reactive-${layer.replace(/[()]/g, '').replaceAll('|', '-')}`,
  comment: 'Inside reactive: adapters → entities → registry, query → model → errors.',
  severity: 'error',
  from: { path: `^packages/reactive/(${layer})/`, pathNot: tests },
  to: {
    path: '^packages/reactive/',
    pathNot: [`^packages/reactive/$1/`, `^packages/reactive/${mayImport}/`],
  },
}));

const only = ({ name, what, where }) => ({
  name,
  comment: `Only in ${where.join(', ')}.`,
  severity: 'error',
  from: { path: '^(packages|apps)/', pathNot: [tests, configs, ...where] },
  to: { path: what },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-undeclared',
      comment: "What is imported stands in the importing package's manifest.",
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: [tests, configs, '\\.d\\.ts$'] },
      // An optional peer is taken for undeclared as well, for its entry in peerDependenciesMeta.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'no-development-dependency',
      comment: 'What ships must not need what is only installed for development.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: [tests, configs, bench, '\\.d\\.ts$'] },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional', 'type-only'],
      },
    },
    {
      name: 'no-relative-escape',
      comment: 'A package is imported by its published path, not through the tree.',
      severity: 'error',
      from: { path: '^((?:packages|apps)/[^/]+)/', pathNot: [tests, configs] },
      to: { path: '^(packages|apps)/', pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'no-vague-name',
      comment: 'A file is named by what it does.',
      severity: 'error',
      from: {},
      to: { path: '/(utils?|helpers?|common|shared|misc)(/|[.])', pathNot: 'node_modules' },
    },
    {
      name: 'reactive-knows-no-domain',
      severity: 'error',
      from: { path: '^packages/reactive/', pathNot: tests },
      to: { path: '^(packages/(?!reactive/)|apps/)' },
    },
    ...layerRules,
    {
      name: 'bench-alone',
      comment: 'Nothing uses the benchmark.',
      severity: 'error',
      from: { path: '^(packages|apps|scripts)/', pathNot: bench },
      to: { path: bench },
    },
    {
      name: 'peers-in-the-benchmark',
      comment: 'What the library is compared with is installed for the benchmark alone.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: bench },
      to: {
        path: npm(
          '@preact/signals-core',
          '@tanstack/db',
          '@trpc/[^/]+',
          'mobx',
          'mobx-keystone',
          'mobx-react-lite',
          'valtio',
          'zustand',
        ),
      },
    },
    {
      name: 'core-is-isomorphic',
      comment: 'core imports reactive, zod and @casl/ability only.',
      severity: 'error',
      from: { path: '^packages/core/', pathNot: [tests, configs] },
      to: { pathNot: ['^packages/(core|reactive)/', npm('zod', '@casl/ability')] },
    },
    {
      name: 'client-not-server',
      severity: 'error',
      from: { path: '^packages/client/', pathNot: tests },
      to: { path: '^(packages/server|apps)/' },
    },
    {
      name: 'server-not-client',
      severity: 'error',
      from: { path: '^packages/server/', pathNot: tests },
      to: { path: '^(packages/client|apps)/' },
    },
    {
      name: 'web-not-server',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: [tests, configs] },
      to: { path: '^(packages/server|apps/(?!web/))/' },
    },
    {
      name: 'api-not-client',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: [tests, configs] },
      to: { path: '^(packages/client|apps/(?!api/))/' },
    },
    {
      name: 'no-node-builtin',
      comment: "core, client and reactive run in the browser; what is Node's lives in reactive/node.",
      severity: 'error',
      from: {
        path: '^packages/(core|client|reactive)/|^apps/web/',
        pathNot: [tests, configs, bench, '^packages/reactive/node/'],
      },
      to: { dependencyTypes: ['core'] },
    },
    only({
      name: 'react-at-the-edge',
      what: npm('react', 'react-dom', '@types/react', '@types/react-dom'),
      where: ['^packages/reactive/react/', '^packages/client/hooks/', '^apps/web/'],
    }),
    only({
      name: 'express-at-the-edge',
      what: npm('express', '@types/express', '@types/express-serve-static-core'),
      where: ['^packages/reactive/express/', '^packages/server/routes/', '^apps/api/'],
    }),
    only({
      name: 'abilities-behind-policies',
      what: npm('@casl/[^/]+'),
      where: ['^packages/core/policies/'],
    }),
    only({
      name: 'prisma-behind-providers',
      what: `${npm('@prisma/[^/]+', 'prisma', 'pglite-prisma-adapter')}|^packages/server/generated/`,
      where: ['^packages/reactive/prisma/', '^packages/server/(?!routes/)'],
    }),
    only({
      name: 'database-behind-providers',
      what: '^packages/server/(db\\.ts|database/)',
      where: ['^packages/server/(?!routes/)', '^apps/api/'],
    }),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/generated/'] },
    exclude: { path: '/(dist|[.]declarations)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
