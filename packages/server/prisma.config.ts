import { defineConfig } from 'prisma/config';

// For the command line only (`prisma migrate deploy`); the application reads DATABASE_URL itself.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
