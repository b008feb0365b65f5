import { generateClients } from '../../../../scripts/generate-clients.mjs';

generateClients(import.meta.url, ['prisma/schema.prisma']);
