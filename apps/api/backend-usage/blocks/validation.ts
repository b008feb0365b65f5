import { Item } from 'reactive/entities/item';
import { z } from 'zod';
import type { IUser } from './shared-interface';

// >>> block 11
class User extends Item<IUser> {
// EDITED: strict TypeScript wants `override` where a member overrides one.
// WAS:  protected get schema() {
  protected override get schema() {
// END
    return z.object({
      name: z.string().min(2),
      email: z.string().email(),
    });
  }
}

// Same validation on both environments
// EDITED: the block leaves out where its `user` comes from.
const user = new User({ entity: 'users', properties: ['id', 'name', 'email'] });
// END
const result = user.validate({ name: 'A', email: 'invalid' });
// <<<

export { result };
