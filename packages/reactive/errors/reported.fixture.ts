import { afterEach, beforeEach } from 'vitest';
import { setErrorReporter } from './index';

/** What is reported, test by test, where this is called: in a file, or in a `describe`. */
export const useReported = (): unknown[] => {
  const reported: unknown[] = [];
  let restore: () => void;
  beforeEach(() => {
    reported.length = 0;
    restore = setErrorReporter((error) => reported.push(error));
  });
  afterEach(() => restore());
  return reported;
};
