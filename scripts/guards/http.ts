import { change, type Guard } from './guard';

const APP = 'apps/api/app.ts';
const ORIGINS = ['apps/api/origins/origins.test.ts'];
const FORMULAS = 'packages/server/jobs/csv/formulas.ts';
const unit = { project: 'unit' } as const;

/** What a request meets before it is known what it wants. */
export const httpGuards: readonly Guard[] = [
  {
    ...unit,
    name: 'origin check',
    changes: [change(APP, ', trustedOrigins(origins));', ');')],
    tests: ORIGINS,
  },
  {
    ...unit,
    name: 'origin check: a cookie has to say where it comes from',
    changes: [
      change(
        'apps/api/origins/trusted-origins.ts',
        '(cookie === undefined && (!says || byHand))',
        '!says || byHand',
      ),
    ],
    tests: ORIGINS,
  },
  {
    ...unit,
    name: 'origin check: the public host under its own scheme only',
    changes: [change('apps/api/origins/trusted-origins.ts', ' && host !== publicHost', '')],
    tests: ORIGINS,
  },
  {
    ...unit,
    name: 'origin check: Sec-Fetch-Site of another site',
    changes: [
      change('apps/api/origins/trusted-origins.ts', "site === 'same-origin'", "site !== 'cross-site'"),
    ],
    tests: ORIGINS,
  },
  {
    ...unit,
    name: 'CORS: only configured origins',
    changes: [
      change('apps/api/origins/cors.ts', ' || !origins.includes(origin)', ''),
      change('apps/api/origins/cors.ts', 'origin: [...origins]', 'origin: true'),
    ],
    tests: ORIGINS,
  },
  {
    ...unit,
    name: 'loopback names only in demo mode',
    changes: [change(APP, 'if (parts.demo) app.use(loopbackOnly());', '')],
    tests: ['apps/api/app.test.ts'],
  },
  {
    ...unit,
    name: 'names of this server only, elsewhere',
    changes: [change(APP, '    knownHosts(origins),\n', '')],
    tests: ['apps/api/origins/known-hosts.test.ts'],
  },
  {
    ...unit,
    name: 'security headers',
    changes: [change(APP, ', securityHeaders(page, origins.publicUrl)', '')],
    tests: ORIGINS,
  },
  {
    ...unit,
    name: 'CSP: no inline scripts but those of the page',
    changes: [
      change(
        'apps/api/web-app.ts',
        '"\'self\'", ...inlineScripts(html)]',
        '"\'self\'", "\'unsafe-inline\'"]',
      ),
    ],
    tests: [...ORIGINS, 'apps/api/app.test.ts'],
  },
  {
    ...unit,
    name: 'CSP: no frames around the page',
    changes: [change('apps/api/web-app.ts', 'frameAncestors: ["\'none\'"],', '')],
    tests: [...ORIGINS, 'apps/api/app.test.ts'],
  },
  {
    ...unit,
    name: 'CSP: no other base',
    changes: [change('apps/api/web-app.ts', 'baseUri: ["\'none\'"],', '')],
    tests: [...ORIGINS, 'apps/api/app.test.ts'],
  },
  {
    ...unit,
    name: 'HTTPS is insisted on',
    changes: [change('apps/api/web-app.ts', "publicUrl.startsWith('https:') && {", 'false && {')],
    tests: ORIGINS,
  },
  {
    ...unit,
    name: 'length of an address',
    changes: [change('apps/api/limits/head-size.ts', 'req.url.length > LONGEST_ADDRESS', 'false')],
    tests: ['apps/api/limits/head-size.test.ts'],
  },
  {
    ...unit,
    name: 'number of headers',
    changes: [change('apps/api/limits/head-size.ts', 'req.rawHeaders.length > 2 * MOST_HEADERS', 'false')],
    tests: ['apps/api/limits/head-size.test.ts'],
  },
  {
    ...unit,
    name: 'bytes of a head',
    changes: [change('apps/api/server.ts', 'maxHeaderSize: 16_384', 'maxHeaderSize: 1_000_000')],
    tests: ['apps/api/limits/head-size.test.ts'],
  },
  {
    ...unit,
    name: 'time to send a request',
    changes: [
      change('apps/api/server.ts', 'headersTimeout: 10_000', 'headersTimeout: 0'),
      change('apps/api/server.ts', 'requestTimeout: timeFor(maxBody, bodies)', 'requestTimeout: 0'),
    ],
    tests: ['apps/api/server.test.ts'],
  },
  {
    ...unit,
    name: 'time to send a body, by what of it is there',
    changes: [change('apps/api/server.ts', 'limitSlowBodies(server, bodies);', '')],
    tests: ['apps/api/limits/slow-bodies.test.ts'],
  },
  {
    ...unit,
    name: 'no more time for a body that nobody waits for',
    changes: [change('apps/api/limits/slow-bodies.ts', 'response.writableEnded ? 0 : ', '')],
    tests: ['apps/api/limits/slow-bodies.test.ts'],
  },
  {
    ...unit,
    name: 'end of a connection that was refused',
    changes: [
      change(
        'apps/api/unreadable.ts',
        'setTimeout(() => socket.destroy(), LINGER)',
        'setTimeout(() => {}, LINGER)',
      ),
    ],
    tests: ['apps/api/limits/slow-bodies.test.ts'],
  },
  {
    ...unit,
    name: 'time to take an answer',
    changes: [change('apps/api/server.ts', 'server.timeout = WITHOUT_PROGRESS;', '')],
    tests: ['apps/api/server.test.ts'],
  },
  {
    ...unit,
    name: 'connections of one client',
    changes: [change('apps/api/limits/connections.ts', 'own > client', 'false')],
    tests: ['apps/api/limits/connections.test.ts'],
  },
  {
    ...unit,
    name: 'connections in all',
    changes: [change('apps/api/limits/connections.ts', 'server.maxConnections = total;', '')],
    tests: ['apps/api/limits/connections.test.ts'],
  },
  {
    ...unit,
    name: 'requests at once of one client',
    changes: [change('apps/api/limits/in-flight.ts', 'own >= limits.client', 'false')],
    tests: ['apps/api/limits/overload.test.ts'],
  },
  {
    ...unit,
    name: 'requests at once in all',
    changes: [change('apps/api/limits/in-flight.ts', 'total >= limits.total', 'false')],
    tests: ['apps/api/limits/overload.test.ts'],
  },
  {
    ...unit,
    name: 'a late event loop refuses',
    changes: [change(APP, 'refuseWhenLate(limits.lateness),', '')],
    tests: ['apps/api/limits/overload.test.ts'],
  },
  {
    ...unit,
    name: 'rate limit of an address',
    changes: [change(APP, 'rateLimit(limits.perAddress, (req) => networkOf(req.ip)),', '')],
    tests: ['apps/api/limits/rate-limit.test.ts'],
  },
  {
    ...unit,
    name: 'rate limit of an account',
    changes: [change(APP, 'rateLimit(limits.perAccount, limits.accountOf),', '')],
    tests: ['apps/api/limits/rate-limit.test.ts'],
  },
  {
    ...unit,
    name: 'forwarding headers of anybody are not believed',
    changes: [change(APP, 'parts.trustedProxies.length > 0 && [...parts.trustedProxies]', 'true')],
    tests: ['apps/api/limits/rate-limit.test.ts'],
  },
  {
    ...unit,
    name: 'IPv6 is counted by its network',
    changes: [change('packages/server/limits/client-network.ts', '.slice(0, GROUPS)', '')],
    tests: ['packages/server/limits/client-network.test.ts'],
  },
  {
    ...unit,
    name: 'bytes of a body',
    changes: [
      change('packages/reactive/express/json-body.ts', 'express.raw({ limit,', "express.raw({ limit: '1gb',"),
    ],
    tests: ['packages/reactive/express/bodies.test.ts'],
  },
  {
    ...unit,
    name: 'depth of a body',
    only: 'bodies \\[X-5\\]',
    changes: [change('packages/reactive/express/unparsed.ts', 'path.length >= DEEPEST', 'false')],
    tests: ['packages/reactive/express/bodies.test.ts'],
  },
  {
    ...unit,
    name: 'names that reach for a prototype in a body',
    changes: [change('packages/reactive/express/unparsed.ts', 'refusePoison(visit);', '')],
    tests: ['packages/reactive/express/bodies.test.ts'],
  },
  {
    ...unit,
    name: 'media type of a body',
    changes: [change('packages/reactive/express/json-body.ts', "!req.is(['json', '+json'])", 'false')],
    tests: ['packages/reactive/express/bodies.test.ts'],
  },
  {
    ...unit,
    name: 'encoding of a body',
    changes: [change('packages/reactive/express/json-body.ts', '{ fatal: true }', '{}')],
    tests: ['packages/reactive/express/bodies.test.ts'],
  },
  {
    ...unit,
    name: 'the text of an internal error stays inside',
    changes: [change('packages/reactive/errors/problem.ts', 'isInternal(code) ? title : message', 'message')],
    tests: ['packages/reactive/errors/problem.test.ts', 'apps/api/app.test.ts'],
  },
  {
    ...unit,
    name: 'log: only what is named of an error',
    changes: [
      change('apps/api/log.ts', 'error instanceof Error ? loggedError(error) : typeof error', 'error'),
    ],
    tests: ['apps/api/log-secrets.test.ts'],
  },
  {
    ...unit,
    name: 'log: no values of a statement',
    changes: [
      change(
        'apps/api/log.ts',
        'const ends = lines.length > 1 ? [lines[0], lines.at(-1)] : lines;',
        'const ends = lines;',
      ),
    ],
    tests: ['apps/api/log-secrets.test.ts'],
  },
  {
    ...unit,
    name: 'log: paths by their route',
    changes: [change('apps/api/request-log.ts', 'loggedPath(req, status < 400)', 'req.originalUrl')],
    tests: ['apps/api/log-secrets.test.ts'],
  },
  {
    ...unit,
    name: 'log: ids that forge no line',
    changes: [change('apps/api/request-log.ts', ' && REQUEST_ID.test(given)', '')],
    tests: ['apps/api/app.test.ts'],
  },
  {
    ...unit,
    name: 'files for tables: no formulas where a value begins',
    changes: [
      change(FORMULAS, `STARTS_AS_FORMULA.test(value) ? "'" : ''`, `STARTS_AS_FORMULA.test(value) ? '' : ''`),
    ],
    tests: ['packages/server/jobs/csv/write-csv.test.ts'],
  },
  {
    ...unit,
    name: 'files for tables: no formulas where another program sees a cell begin',
    changes: [change(FORMULAS, `value.replace(INNER_FORMULA, "$1'")`, 'value.replace(INNER_FORMULA, "$1")')],
    tests: ['packages/server/jobs/csv/write-csv.test.ts'],
  },
];
