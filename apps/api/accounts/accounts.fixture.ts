import { Accounts, DEMO_ACCOUNTS, seedDemoAccounts } from '@myapp/server/auth';
import { openDatabase } from '@myapp/server/db';

export { DEMO_ACCOUNTS };

/** Makes the two accounts of a demo in a new database, and nobody else. */
export async function makeAccounts(dataDir: string): Promise<void> {
  const database = await openDatabase({ dataDir });
  const accounts = new Accounts({
    secret: 'of no use, since nobody signs in here',
    https: false,
    pageUrl: () => '',
    outbox: { post: () => undefined, flush: () => Promise.resolve() },
    proveAddresses: false,
    openSignUp: false,
  });
  await seedDemoAccounts(accounts);
  await database.close();
}
