import { openDatabase, prisma, unitOfWork } from '../db';
import { UserPrismaProvider } from '../providers/user.provider';
import { say } from './say.fixture';

// A program to be killed. It says what it finds; then it writes one thing after another, a single row or three rows
// in one transaction, changes each, and says so only when the database has acknowledged it.

/**
 * The rows of one write share the part of their address behind the @, which begins with how many they are. With them
 * their entries in the change log, which were written in the same transactions.
 */
const FOUND = `SELECT json_object_agg(key, state)::text AS found FROM (
  SELECT split_part(email, '@', 2) AS key,
    json_build_array(count(*), min(users.version), max(users.version), coalesce(sum(entries), 0)) AS state
  FROM users
  LEFT JOIN (SELECT entity_id, count(*) AS entries FROM changes GROUP BY 1) AS log ON entity_id = users.id
  GROUP BY 1
) AS keys`;

const [dataDir = '', run = ''] = process.argv.slice(2);
await openDatabase({ dataDir });
const [{ found } = { found: null }] = await prisma.$queryRawUnsafe<{ found: string | null }[]>(FOUND);
await say(found ?? '{}');

const provider = new UserPrismaProvider();

function write<Result>(work: () => Promise<Result>): Promise<Result> {
  return unitOfWork(work, { actor: 'system' });
}

async function writeOne(key: string): Promise<void> {
  const { data } = await write(() => provider.publish({ name: 'One', email: `0@${key}` }, { isNew: true }));
  await say(`${key} 1`);
  await write(() =>
    provider.publish({ id: data.id, name: 'Changed' }, { isNew: false, version: data.version }),
  );
  await say(`${key} 2`);
}

async function writeThree(key: string): Promise<void> {
  const emails = [0, 1, 2].map((part) => `${part}@${key}`);
  await write(async () => {
    for (const email of emails) await prisma.user.create({ data: { name: 'Three', email } });
  });
  await say(`${key} 1`);
  await write(async () => {
    for (const email of emails) {
      await prisma.user.update({ where: { email }, data: { name: 'Changed', version: 2 } });
    }
  });
  await say(`${key} 2`);
}

for (let number = 0; ; number++) {
  await writeOne(`of1.write${number}.run${run}.example.org`);
  await writeThree(`of3.write${number}.run${run}.example.org`);
  if (number % 10 === 9) await prisma.$executeRaw`CHECKPOINT`;
}
