import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const { API_URL: api = 'http://127.0.0.1:3000' } = process.env;

export default defineConfig(({ command }) => ({
  plugins: [react()],
  // While developing, the sources of the workspace; a build takes what its packages publish for production.
  resolve: { conditions: [...(command === 'serve' ? ['source'] : []), ...defaultClientConditions] },
  // The page speaks to its own origin; in development that is this server, which passes the API on.
  server: { host: '127.0.0.1', proxy: { '/api': api, '/socket.io': { target: api, ws: true } } },
  // Browsers that know light-dark() and Intl.Segmenter: those since spring 2024.
  build: {
    target: ['chrome123', 'firefox125', 'safari17.5'],
    reportCompressedSize: false,
    rolldownOptions: {
      // Zod is told of the policy of the page before anybody makes a schema of it: so it lies in a file of its own, with
      // what tells it, that all others need.
      output: {
        codeSplitting: { groups: [{ name: 'zod', test: /strict-policy|node_modules[\\/]zod[\\/]/ }] },
      },
    },
  },
}));
