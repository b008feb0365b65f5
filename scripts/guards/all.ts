import { accountGuards } from './accounts';
import { compositionGuards } from './composition';
import type { Guard } from './guard';
import { httpGuards } from './http';
import { libraryGuards } from './library';
import { policyGuards } from './policies';
import { socketGuards } from './sockets';
import { writeGuards } from './writes';

/** Every guard that is removed by `pnpm test:guards`, in the order of the table in `docs/en/security.md`. */
export const AREAS: readonly (readonly Guard[])[] = [
  httpGuards,
  accountGuards,
  policyGuards,
  writeGuards,
  libraryGuards,
  socketGuards,
  compositionGuards,
];

export const GUARDS = AREAS.flat();
