import { openTestServerDatabase } from '@myapp/server/database/testing';
import { browserContract } from './browser-contract.fixture';

browserContract('HTTP over the API on a PostgreSQL server', openTestServerDatabase);
