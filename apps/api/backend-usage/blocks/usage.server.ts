import { userId } from './ambient';

// >>> block 4
// Server
import { User } from '@myapp/core/entities/user';
import { UserPrismaProvider } from '@myapp/server/providers/user';

// EDITED: ids are UUIDs here, and the test has made a user to load.
// WAS:const user = new User({ id: '123', provider: UserPrismaProvider });
const user = new User({ id: userId, provider: UserPrismaProvider });
// END
await user.load();

// Same domain logic works on both!
if (user.isAdmin) {
  // ...
}
// <<<

export { user };
