import { openTestDatabase } from '@myapp/server/database/testing';
import { browserContract } from './browser-contract.fixture';

browserContract('HTTP over the API on PGlite', openTestDatabase);
