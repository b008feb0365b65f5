import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Has everything collected that nobody refers to; what a promise or timer still holds gets the time to let go. */
const collect = async (): Promise<void> => {
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    gc();
  }
};

/** Whether each of the objects that `make` refers to weakly is still there once nobody else refers to it. */
export const survivors = async (make: () => WeakRef<object>[]): Promise<boolean[]> => {
  const references = make();
  await collect();
  return references.map((reference) => reference.deref() !== undefined);
};
