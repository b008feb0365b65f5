/** What `setTimeout` gives: an object in Node, Bun and (from `node:timers`) Deno, a number elsewhere. */
interface Unreferable {
  unref?(): void;
}

/** Has a process not wait for a timer, where there are processes. */
export const inBackground = (timer: unknown): void => {
  (timer as Unreferable).unref?.();
};
