import { generateClients } from '../../../scripts/generate-clients.mjs';

// That of the application into ../generated, and that of the query tests beside them.
generateClients(import.meta.url, ['prisma/schema.prisma', 'query-fuzz/schema.prisma']);
