import type { AnyItem, Collection } from '../../entities/collection';
import { Scope } from '../../registry';
import { ItemUser, Users } from '../subjects/reactive';
import type { LiveView, Row, Scene } from './view';

/** An item, as far as a view of any shape of rows needs to know. */
type Settable = AnyItem & { readonly id: string; set(values: object): unknown };

/** What a view is made of, whatever the entity. */
export interface Kind {
  readonly collection: () => Collection<Settable>;
  /** The item of an id. */
  readonly item: (id: string) => Settable;
}

/** The users of most scenes. */
export const usersKind: Kind = {
  collection: () => new Users(),
  item: (id) => new ItemUser({ id }),
};

/** A collection without a provider that is given all rows, in a scope of its own. */
export const reactiveView = async <R extends Row>(
  { query }: Scene<R>,
  rows: readonly R[],
  { collection, item }: Kind,
): Promise<LiveView> => {
  const scope = new Scope();
  const view = scope.run(collection);
  view.setItems(rows);
  // The words of a scene are those of its rows' type, which cannot be told where any will do.
  await view.load({ where: query.where, orderBy: query.orderBy, limit: query.limit } as object);
  let heard = 0;
  view.on('change', () => {
    heard++;
  });
  let items: readonly Settable[] = [];
  return {
    prepare: () => {
      items = scope.run(() => rows.map(({ id }) => view.get(id) ?? item(id)));
    },
    update: (index, values) => {
      items[index]?.set(values);
    },
    heard: () => heard,
    ids: () => view.mapItems((each) => each.id),
    dispose: () => scope.dispose(),
  };
};
