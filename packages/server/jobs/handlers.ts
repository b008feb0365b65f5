import { cleanUpHandler } from './clean-up.job';
import type { AnyJobHandler } from './handler';
import { importUsersHandler } from './import/import-users.job';

/** What does each kind of job that there is. */
export const jobHandlers: readonly AnyJobHandler[] = [importUsersHandler, cleanUpHandler];
