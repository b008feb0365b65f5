import type { z } from 'zod';
import type { ZodOpenApiComponentsObject, ZodOpenApiPathsObject } from 'zod-openapi';
import type { ErrorCode } from '../errors';
import type { Fields } from '../query';

/** A resource as the routes of `reactive/express` serve it. */
export interface DescribedResource {
  /** The name of one: `User`. */
  readonly name: string;
  /** Where they are: `/api/users`. */
  readonly path: string;
  /** What is sent of each. */
  readonly read: z.ZodObject;
  readonly create: z.ZodObject;
  readonly patch: z.ZodObject;
  /** What lists can be filtered and sorted by: `fieldsOf(schema)`. */
  readonly fields: Fields;
  /** One row, as it is sent. */
  readonly example: Readonly<Record<string, unknown>>;
  /** What creates that row, and what changes it. */
  readonly examples: { readonly create: object; readonly patch: object };
  /** Errors that every operation may end with, beside its own: `forbidden`, `rate_limited`, … */
  readonly everywhere?: readonly ErrorCode[];
  /** Whether one of them is sent by `sendSharedRow`: 304 to who has its version. */
  readonly shared?: boolean;
}

/** The paths of a resource, and the schemas that they refer to. */
export interface ResourceDescription {
  readonly paths: ZodOpenApiPathsObject;
  readonly components: ZodOpenApiComponentsObject;
}
