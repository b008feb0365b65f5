import type { Guard } from './guard';
import { guessGuards } from './guesses';
import { productionGuards } from './production';
import { sessionGuards } from './sessions';

/** Everything about accounts. */
export const accountGuards: readonly Guard[] = [...sessionGuards, ...guessGuards, ...productionGuards];
