import { config } from 'zod';

// The policy of the page forbids `eval`. Zod would try it once, and go on without; the browser would report a violation.
config({ jitless: true });
