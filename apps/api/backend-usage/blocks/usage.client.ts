import { userId } from './ambient';

// >>> block 4
// Client
import { User } from '@myapp/core/entities/user';
import { UserBrowserProvider } from '@myapp/client/providers/user';

// EDITED: ids are UUIDs here, and the test has made a user to load.
// WAS:const user = new User({ id: '123', provider: UserBrowserProvider });
const user = new User({ id: userId, provider: UserBrowserProvider });
// END
await user.load();

// <<<

export { user };
