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

const round = async (ms: number): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  collectGarbage();
};

/**
 * Whether each of the objects that `make` refers to weakly is still there once nobody else refers to it. What a
 * promise or timer still holds gets the time to let go. In Chromium the two objects of one call, always the same one of
 * many, were held longer, probably by a compilation of it in the background: they went a few collections later.
 */
export const survivors = async (make: () => WeakRef<object>[]): Promise<boolean[]> => {
  const references = make();
  for (let rounds = 0; rounds < 5; rounds++) await round(0);
  const alive = () => references.map((reference) => reference.deref() !== undefined);
  for (let rounds = 0; rounds < 20 && alive().includes(true); rounds++) await round(50);
  return alive();
};

/**
 * How many of `count` objects that nobody refers to may still be there. None, but where the collector looks for
 * references on the stack, as Bun's does: it takes for one what happens to be left there, and keeps all around it.
 */
export const leftAtMost = (count: number): number => ('Bun' in globalThis ? count - 1 : 0);
