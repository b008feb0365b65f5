import { isPlainObject } from '../../model/plain-data';
import type { ListSpecs } from '../../query';
import type { Plan } from './plan';

/** The untyped form in which specs travel inside a collection; its face has typed them. */
export type Specs = ListSpecs<never>;

/** What is asked of the provider. */
export interface Request {
  readonly specs: Specs;
  /** Of a first page: what it begins anew. */
  readonly plan?: Plan;
  /** How many entities are shown then, `count` of them having come. */
  readonly window: (count: number) => number;
  readonly signal?: AbortSignal | undefined;
  /** Called when it has ended, before anybody is told. */
  readonly ended?: (() => void) | undefined;
}

/** What is asked of the provider after what was loaded. */
export type NextRequest = Omit<Request, 'specs' | 'plan'> & { readonly limit: number | undefined };

const copy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Date) return new Date(value);
  if (typeof value !== 'object' || value === null || !isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, copy(held)]));
};

/** A copy of specs, so that whoever gave them, or is given them, can change them without a trace. */
export const copyOf = (specs: Specs): Specs => copy(specs) as Specs;
