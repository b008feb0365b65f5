type Collect = () => void;

/** Chromium is started with a global one, Bun brings its own, and V8 in Node and Deno hands it out under a flag. */
const collector = (): Collect => {
  const { gc, Bun } = globalThis as { gc?: Collect; Bun?: { gc(synchronous: boolean): void } };
  if (gc !== undefined) return gc;
  if (Bun !== undefined) return () => Bun.gc(true);
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
  return process.getBuiltinModule('node:vm').runInNewContext('gc');
};

/** Has everything collected that nobody refers to and no running code holds. */
export const collectGarbage: Collect = collector();

/** Has everything collected that nobody refers to; what a promise or timer still holds gets the time to let go. */
const collect = async (): Promise<void> => {
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    collectGarbage();
  }
};

/** Whether each of the objects that `make` refers to weakly is still there once nobody else refers to it. */
export const survivors = async (make: () => WeakRef<object>[]): Promise<boolean[]> => {
  const references = make();
  await collect();
  return references.map((reference) => reference.deref() !== undefined);
};

/**
 * How many of `count` objects that nobody refers to may still be there. None, but where the collector looks for
 * references on the stack, as Bun's does: it takes for one what happens to be left there, and keeps all around it.
 */
export const leftAtMost = (count: number): number => ('Bun' in globalThis ? count - 1 : 0);
