import { z } from 'zod';
import { ReactiveModel } from './index';
import { Room } from './room.fixture';

export interface ITeam {
  name: string;
  room: Room;
  spare: Room;
}

type TeamValues = Partial<Omit<ITeam, 'room' | 'spare'> & { room: object | null; spare: object | null }>;

/** A model that holds two rooms, or one room twice. */
export class Team extends ReactiveModel<ITeam> {
  declare name: string;
  declare room: Room;
  declare spare: Room;

  constructor(specs: TeamValues = {}) {
    const values = specs as Partial<ITeam>;
    super({ properties: ['name', { name: 'room', value: Room }, { name: 'spare', value: Room }], ...values });
  }
}

export interface INode {
  name: string;
  next: Node | undefined;
}

/** A model that may hold another of its own class, and so itself. */
export class Node extends ReactiveModel<INode> {
  declare name: string;
  declare next: Node | undefined;

  constructor(specs: Partial<INode> = {}) {
    super({ properties: ['name', { name: 'next', value: Node }], ...specs });
  }

  protected override get schema() {
    return z.object({ name: z.string().min(1, 'Needed') });
  }
}
