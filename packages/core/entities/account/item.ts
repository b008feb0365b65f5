import { Item, type ItemProvider, type ProviderClass } from 'reactive/entities/item';
import { type AccountSession, sessionSchema } from './types';

/**
 * A place where somebody is signed in, or a token that one of their scripts has. Deleting it ends it.
 *
 * @example
 * const [phone] = sessions.items;
 * await phone.delete();
 */
export class OpenSession extends Item<AccountSession> {
  declare id: string;
  declare name: string | null;
  declare ipAddress: string | null;
  declare userAgent: string | null;
  declare createdAt: Date;
  declare expiresAt: Date;
  declare current: boolean;

  constructor(
    specs: Partial<AccountSession> & {
      provider?: ProviderClass<ItemProvider<AccountSession>> | undefined;
    } = {},
  ) {
    super({
      entity: 'sessions',
      properties: ['id', 'name', 'ipAddress', 'userAgent', 'createdAt', 'expiresAt', 'current'],
      ...specs,
    });
  }

  protected override get schema() {
    return sessionSchema;
  }

  /** Whether a script has it, and no browser. */
  get isToken(): boolean {
    return this.name !== null;
  }
}
