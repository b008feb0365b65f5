/** Where an error goes that happened outside of anybody's call: a listener that threw, say. */
export type ErrorReporter = (error: unknown) => void;

const byDefault: ErrorReporter = (error) => {
  // On a server runtime reportError ends the process (Deno) or does not exist (Node): a listener's slip must not.
  const { reportError } = globalThis;
  if (typeof reportError === 'function' && !('process' in globalThis)) reportError(error);
  else console.error(error);
};

let current = byDefault;

/**
 * Sends reported errors to `reporter` (a logger, an error tracker) until the returned function is called.
 *
 * @example
 * const restore = setErrorReporter((error) => logger.error(error));
 */
export function setErrorReporter(reporter: ErrorReporter): () => void {
  const previous = current;
  current = reporter;
  return () => {
    if (current === reporter) current = previous;
  };
}

/**
 * Reports an error that has nobody to be thrown at. Never throws, whatever the reporter does.
 *
 * @example
 * try { listener(event); } catch (error) { reportError(error); }
 */
export function reportError(error: unknown): void {
  try {
    current(error);
  } catch (failure) {
    console.error(failure, error);
  }
}
