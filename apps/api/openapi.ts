import type { ApiHandler } from 'reactive/express';
import { describeApi, problemResponses, type ResourceDescription } from 'reactive/openapi';
import { z } from 'zod';

const state = (status: string) => ({
  'application/json': { schema: z.object({ status: z.literal(status) }), example: { status } },
});

const health = {
  '/healthz': {
    get: {
      operationId: 'getHealth',
      summary: 'Whether the process lives',
      tags: ['Operation'],
      security: [],
      responses: {
        '200': { description: 'It does.', content: state('ok') },
        ...problemResponses(['forbidden']),
      },
    },
  },
  '/readyz': {
    get: {
      operationId: 'getReadiness',
      summary: 'Whether requests can be served: the database answers, and the process is not stopping',
      tags: ['Operation'],
      security: [],
      responses: {
        '200': { description: 'They can.', content: state('ready') },
        ...problemResponses(['forbidden', 'unavailable']),
      },
    },
  },
  '/metrics': {
    get: {
      operationId: 'getMetrics',
      summary: 'Figures of the process and its requests, for Prometheus',
      tags: ['Operation'],
      security: [],
      responses: {
        '200': {
          description: 'The figures, in the text format of Prometheus.',
          content: { 'text/plain': { schema: z.string() } },
        },
        ...problemResponses(['forbidden', 'rate_limited', 'unavailable']),
      },
    },
  },
};

/** The OpenAPI document of this API, made of the schemas that its routes use. */
export const openApiOf = (resources: readonly ResourceDescription[]) =>
  describeApi({
    info: {
      title: 'Users',
      version: '1',
      description:
        'Rows carry their version as an ETag; changes and deletions name the one that they are based on. ' +
        'Every error is problem+json with a stable `code`.',
    },
    resources,
    paths: health,
    authentication: {
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: 'reactive.session_token',
        description: 'Set by signing in; over HTTPS its name begins with `__Secure-`.',
      },
      token: { type: 'http', scheme: 'bearer', description: 'A token that was made for a script.' },
    },
  });

/** Serves the document at `/openapi.json`. */
export function openApi(resources: readonly ResourceDescription[]): ApiHandler {
  const json = JSON.stringify(openApiOf(resources));
  return (_req, res) => res.set('Cache-Control', 'no-cache').type('json').send(json);
}
