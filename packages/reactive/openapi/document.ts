import { createDocument, type oas31, type ZodOpenApiObject, type ZodOpenApiOverride } from 'zod-openapi';
import { problemSchema } from './problems';
import type { ResourceDescription } from './types';

/** What a document says beside its resources. */
interface ApiDescription {
  readonly info: ZodOpenApiObject['info'];
  readonly resources: readonly ResourceDescription[];
  /** Other paths: health, metrics. */
  readonly paths?: ZodOpenApiObject['paths'];
  readonly servers?: ZodOpenApiObject['servers'];
  /** The ways to say who calls, by name; any one of them will do, for every operation that does not say otherwise. */
  readonly authentication?: Readonly<Record<string, oas31.SecuritySchemeObject>>;
}

/** Dates are instants in UTC on the wire; a check of the case is no format, and hides the one that there is. */
const asSent: ZodOpenApiOverride = ({ zodSchema, jsonSchema }) => {
  const { def } = zodSchema._zod;
  if (def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  if (def.type === 'string' && /^(lower|upper)case$/.test(jsonSchema.format ?? '')) {
    if ('format' in def && typeof def.format === 'string') jsonSchema.format = def.format;
    else delete jsonSchema.format;
  }
};

/**
 * The OpenAPI 3.1 document of an API: made of the very schemas that its routes parse and send.
 *
 * @example
 * const document = describeApi({ info: { title: 'Users', version: '1' }, resources: [resourcePaths({ … })] });
 * app.get('/openapi.json', (_req, res) => res.json(document));
 */
export const describeApi = ({
  info,
  resources,
  paths,
  servers,
  authentication,
}: ApiDescription): oas31.OpenAPIObject =>
  createDocument(
    {
      openapi: '3.1.1',
      info,
      ...(servers && { servers }),
      ...(authentication && { security: Object.keys(authentication).map((name) => ({ [name]: [] })) }),
      paths: Object.assign({}, ...resources.map((resource) => resource.paths), paths),
      components: {
        ...(authentication && { securitySchemes: authentication }),
        schemas: Object.assign(
          { Problem: problemSchema },
          ...resources.map(({ components }) => components.schemas),
        ),
      },
    },
    { override: asSent, allowEmptySchema: { date: true } },
  );
