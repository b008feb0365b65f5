import { z } from 'zod';
import { ValidationError } from '../errors';
import { ReactiveModel, type SetChanges } from './index';

export interface IProfile {
  title: string;
  slug: string;
  email: string;
}

/** Each call of a hook, and what a test has it do beside what the class does. */
export interface Script {
  readonly calls: [hook: string, subject: object][];
  before?: ((values: object) => unknown) | undefined;
  after?: ((changes: object) => unknown) | undefined;
}

/** A model that normalises what is set, refuses what is 'taken', and derives its slug from its title. */
export class Profile extends ReactiveModel<IProfile> {
  declare title: string;
  declare slug: string;
  declare email: string;
  readonly script: Script = { calls: [] };

  constructor(specs: Partial<IProfile> = {}) {
    super({ properties: ['title', 'slug', 'email'], ...specs });
  }

  protected override get schema() {
    return z.object({
      title: z.string().min(2, 'Too short'),
      slug: z.string(),
      email: z.email('No address'),
    });
  }

  protected override beforeSet(values: Readonly<Partial<IProfile>>) {
    this.script.calls.push(['beforeSet', values]);
    const answer = this.script.before?.(values);
    if (answer !== undefined) return answer as Partial<IProfile>;
    if (values.title === 'taken') throw new ValidationError(undefined, { errors: { title: ['Is taken'] } });
    return values.email === undefined ? undefined : { ...values, email: values.email.trim() };
  }

  protected override afterSet(changes: SetChanges<IProfile>): void {
    this.script.calls.push(['afterSet', changes]);
    if (changes.title !== undefined) this.slug = changes.title.value.toLowerCase();
    return this.script.after?.(changes) as void;
  }
}

/** A profile that was made with values. */
export const ada = (values: Partial<IProfile> = {}): Profile =>
  new Profile({ title: 'Ada', slug: 'ada', email: 'ada@example.com', ...values });

/** A model that holds a profile, and has hooks of its own. */
export class Author extends ReactiveModel<{ name: string; profile: Profile }> {
  declare name: string;
  declare profile: Profile;
  readonly script: Script = { calls: [] };

  constructor(specs: { name?: string; profile?: Profile } = {}) {
    super({ properties: ['name', { name: 'profile', value: Profile }], ...specs });
  }

  protected override beforeSet(values: object) {
    this.script.calls.push(['beforeSet', values]);
    return this.script.before?.(values) as undefined;
  }

  protected override afterSet(changes: object) {
    this.script.calls.push(['afterSet', changes]);
    return this.script.after?.(changes) as undefined;
  }
}

/** What a call throws. */
export const problem = (fn: () => unknown): unknown => {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
};
