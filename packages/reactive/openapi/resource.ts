import { whereSchema } from './filter';
import { changeOf, creationOf, deletionOf, listOf, readingOf } from './operations';
import type { DescribedResource, ResourceDescription } from './types';

/**
 * Describes the five operations of a resource with the conventions of `reactive/express`: ETags, conditional changes,
 * idempotent creation, the query language, problem+json.
 *
 * @example
 * const users = resourcePaths({
 *   name: 'User', path: '/api/users', read: userSchema, create: userCreateSchema, patch: userPatchSchema,
 *   fields: fieldsOf(userSchema), example: ada, examples: { create: { name: 'Ada' }, patch: { name: 'Ada King' } },
 * });
 */
export const resourcePaths = (resource: DescribedResource): ResourceDescription => {
  const { name, path, read, create, patch, fields } = resource;
  const where = { $ref: `#/components/schemas/${name}Where` };
  return {
    paths: {
      [path]: { get: listOf(resource, where), post: creationOf(resource) },
      [`${path}/{id}`]: {
        get: readingOf(resource),
        patch: changeOf(resource),
        delete: deletionOf(resource),
      },
    },
    components: {
      schemas: {
        [name]: read,
        [`${name}Create`]: create,
        [`${name}Patch`]: patch,
        [`${name}Where`]: whereSchema(fields, where),
      },
    },
  };
};
