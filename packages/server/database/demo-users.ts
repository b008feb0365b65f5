import { type Faker } from '@faker-js/faker';
import { faker as english } from '@faker-js/faker/locale/en';
import { faker as spanish } from '@faker-js/faker/locale/es';
import { faker as french } from '@faker-js/faker/locale/fr';
import { type IUser, userSchema } from '@myapp/core/entities/user';

const SEED = 20_261_122;

/** The demo's today: with the clock's, no two runs would make the same users. */
const TODAY = Date.UTC(2026, 10, 1);
const DAY = 24 * 60 * 60 * 1000;

/** A UUIDv7 of a given time, from a generator that can be repeated. */
function uuidv7(time: number, faker: Faker): string {
  const hex = time.toString(16).padStart(12, '0');
  const random = faker.string.hexadecimal({ length: 18, casing: 'lower', prefix: '' });
  const variant = faker.helpers.arrayElement(['8', '9', 'a', 'b']);
  return [
    hex.slice(0, 8),
    hex.slice(8),
    `7${random.slice(0, 3)}`,
    variant + random.slice(3, 6),
    random.slice(6),
  ].join('-');
}

/** `Zoë O'Neil` → `zoe.oneil`, so that an address looks like its owner. */
function mailbox(name: string): string {
  const plain = name.normalize('NFD').replace(/[^a-z ]/gi, '');
  return plain.trim().toLowerCase().replace(/ +/g, '.');
}

/**
 * Plausible people, always the same ones: a few per cent are admins, some are inactive, their names are English,
 * Spanish and French. Each has passed the schema.
 *
 * @param count - the first `count` of them
 */
export function demoUsers(count: number): IUser[] {
  const fakers = [english, spanish, french];
  for (const [index, faker] of fakers.entries()) faker.seed(SEED + index);
  const taken = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const faker = fakers[index % fakers.length] ?? english;
    const name = `${faker.person.firstName()} ${faker.person.lastName()}`;
    const box = mailbox(name);
    const namesakes = taken.get(box) ?? 0;
    taken.set(box, namesakes + 1);
    const createdAt = new Date(TODAY - faker.number.int({ min: DAY, max: 730 * DAY }));
    const updatedAt = new Date(faker.number.int({ min: createdAt.getTime(), max: TODAY }));
    return userSchema.parse({
      id: uuidv7(createdAt.getTime(), faker),
      name,
      email: `${box}${namesakes || ''}@${faker.helpers.arrayElement(['example.org', 'example.com', 'example.net'])}`,
      role: index === 0 || faker.number.int(100) < 4 ? 'admin' : 'user',
      status: index === 0 || faker.number.int(100) < 86 ? 'active' : 'inactive',
      createdAt,
      updatedAt,
      version: 1,
    });
  });
}
