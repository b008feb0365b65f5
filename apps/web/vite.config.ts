import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const { API_URL: api = 'http://127.0.0.1:3000' } = process.env;

export default defineConfig(({ command }) => ({
  plugins: [react()],
  // While developing, the sources of the workspace; a build takes what its packages publish for production.
  resolve: { conditions: [...(command === 'serve' ? ['source'] : []), ...defaultClientConditions] },
  // The page speaks to its own origin; in development that is this server, which passes the API on.
  server: { host: '127.0.0.1', proxy: { '/api': api } },
  // Browsers that know light-dark(): those since spring 2024.
  build: { target: ['chrome123', 'firefox120', 'safari17.5'], reportCompressedSize: false },
}));
