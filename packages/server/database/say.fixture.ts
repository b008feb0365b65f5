import { setImmediate as turn } from 'node:timers/promises';

/**
 * Says a line to whoever started this program, and waits until it is out of this process: what was said stays said
 * when the process is killed the moment after. Meanwhile others have their turn, as in a server that reads requests:
 * the embedded engine answers without one.
 */
export async function say(line: string): Promise<void> {
  await new Promise<void>((resolve) => {
    process.stdout.write(`${line}\n`, () => resolve());
  });
  await turn();
}
