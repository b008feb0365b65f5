import type { UserRow } from '../data';
import type { Subject } from './subject';

interface Specs {
  readonly id?: string;
  readonly entity?: string;
  readonly properties: readonly string[];
}

/** What is left of an observable class when nothing is observed: values behind accessors, filled by name. */
export class Accessors {
  protected readonly values: unknown[];

  constructor(specs: Specs) {
    const { properties } = specs;
    this.values = new Array<unknown>(properties.length);
    for (let i = 0; i < properties.length; i++) {
      this.values[i] = specs[properties[i] as keyof Specs];
    }
  }

  get name(): string {
    return this.values[1] as string;
  }

  set name(name: string) {
    this.values[1] = name;
  }

  get id(): string {
    return this.values[0] as string;
  }
}

/** The constructor form of a `ReactiveModel`. */
class FormUser extends Accessors {
  constructor(specs: Partial<UserRow> = {}) {
    super({ properties: ['id', 'name', 'email', 'role', 'age'], ...specs });
  }
}

/** The identity map of hand-written items. */
export const identities = new Map<string, WeakRef<Accessors>>();

/** Accessors of an entity that exists once. */
export class Identified extends Accessors {
  constructor(specs: Specs) {
    super(specs);
    if (identities.get(this.id)?.deref() === undefined) identities.set(this.id, new WeakRef(this));
  }
}

/** The constructor form of an `Item`. */
export class IdentifiedUser extends Identified {
  constructor(specs: Partial<UserRow> = {}) {
    super({ entity: 'users', properties: ['id', 'name', 'email', 'role', 'age'], ...specs });
  }
}

const access = {
  read: (user: Accessors) => user.name,
  write: (user: Accessors, name: string) => {
    user.name = name;
  },
};

export const form: Subject<FormUser> = { ...access, make: (row) => new FormUser(row) };

export const identified: Subject<IdentifiedUser> = {
  ...access,
  make: (row) => new IdentifiedUser(row),
  forget: () => identities.clear(),
};
