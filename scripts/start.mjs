import { watchLaunchers } from './launchers.mjs';

// The server runs in this very process, so that a signal to it, or to what launched it, ends the server.
const unwatch = watchLaunchers(() => process.kill(process.pid, 'SIGTERM'));
await import(new URL('../apps/api/dist/main.js', import.meta.url).href);

for (const signal of ['SIGTERM', 'SIGINT']) {
  // A server that is already stopping need not be told again; one without a handler keeps the default.
  if (process.listenerCount(signal) > 0) process.once(signal, unwatch);
}
