import { Collection, type CollectionProvider } from '../entities/collection';
import { Item, type ItemProvider } from '../entities/item';
import { ReactiveModel } from '../model';

export interface IMember {
  id: string;
  name: string;
  role: 'user' | 'admin';
  score: number;
}

type ProviderOption<P> = { readonly provider?: (new (parent: unknown) => P) | undefined };

export class Member extends Item<IMember> {
  declare id: string;
  declare name: string;
  declare role: 'user' | 'admin';
  declare score: number;
  #greetings = 0;

  constructor(specs: Partial<IMember> & ProviderOption<ItemProvider<IMember>> = {}) {
    super({ entity: 'members', properties: ['id', 'name', 'role', 'score'], ...specs });
  }

  get isAdmin(): boolean {
    return this.role === 'admin';
  }

  get tags(): readonly string[] {
    return [this.role, `score ${this.score}`];
  }

  outranks(other: { readonly score: number }): boolean {
    return this.score > other.score;
  }

  greet(): number {
    this.#greetings++;
    return this.#greetings;
  }
}

export class Members extends Collection<Member> {
  constructor(specs: ProviderOption<CollectionProvider<IMember>> = {}) {
    super({ entity: 'members', item: Member, ...specs });
  }
}

interface ITeam {
  name: string;
  captain: Member;
  members: Members;
  size: number;
}

export class Team extends ReactiveModel<ITeam> {
  declare name: string;
  declare captain: Member;
  declare members: Members;
  declare size: number;

  constructor(specs: Partial<ITeam> = {}) {
    super({
      properties: ['name', { name: 'captain', value: Member }, { name: 'members', value: Members }],
      computed: [{ name: 'size', compute: (self) => (self as Team).members.size }],
      ...specs,
    });
  }
}
