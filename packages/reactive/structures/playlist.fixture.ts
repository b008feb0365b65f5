import { z } from 'zod';
import { ReactiveModel } from '../model';
import { ReactiveArray } from './array';
import { ReactiveMap } from './map';
import { ReactiveTree, type TreeNode } from './tree';

export class Songs extends ReactiveArray<string> {
  protected override get schema() {
    return z.array(z.string().min(1, 'Nothing').trim()).max(4, 'Too many');
  }
}

export class Ratings extends ReactiveMap<string, number> {
  static readonly schema = z.map(z.string(), z.number().max(5, 'Too much'));
}

export class Sections extends ReactiveTree<{ readonly title: string }> {
  static readonly schema = z.object({ title: z.string().min(1, 'Nothing') });
}

export interface IPlaylist {
  name: string;
  songs: Songs;
  ratings: Ratings;
  sections: Sections;
}

export interface PlaylistValues {
  name?: string;
  songs?: readonly string[] | Songs;
  ratings?: readonly (readonly [string, number])[];
  sections?: readonly TreeNode<{ readonly title: string }>[];
}

/** A model that holds one structure of each kind. */
export class Playlist extends ReactiveModel<IPlaylist> {
  declare name: string;
  declare songs: Songs;
  declare ratings: Ratings;
  declare sections: Sections;

  constructor(specs: PlaylistValues = {}) {
    super({
      properties: [
        'name',
        { name: 'songs', value: Songs },
        { name: 'ratings', value: Ratings },
        { name: 'sections', value: Sections },
      ],
      // A property that holds a structure takes its data, too.
      ...(specs as unknown as Partial<IPlaylist>),
    });
  }
}

/** Records the events of a structure: `['added', { index, value }]`. */
export const record = (emitter: {
  on(event: '*', listener: (fired: { readonly event: string; readonly payload: unknown }) => void): unknown;
}): [event: string, payload: unknown][] => {
  const log: [string, unknown][] = [];
  emitter.on('*', ({ event, payload }) => {
    if (event !== 'meta:changed') log.push([event, payload]);
  });
  return log;
};
