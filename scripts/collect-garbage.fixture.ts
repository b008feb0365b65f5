import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// V8 hands its collector out to whoever asks for it.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Has Node let go of all that nobody refers to; some of it, buffers for one, goes only after others have. */
export async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await sleep(20);
    collect();
  }
}
