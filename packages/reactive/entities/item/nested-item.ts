import { type Held, NestedModel } from '../../model/nested-model';
import { STATE } from '../../model/symbols';
import type { EntityRecord } from '../../registry/record';
import { nextTicket } from '../../registry/ticket';

type HeldItem = Held & { readonly [STATE]: EntityRecord };

/** What a property asks of the item that it holds: data of another entity are another item's. */
export class NestedItem extends NestedModel {
  readonly #item: HeldItem;

  constructor(item: HeldItem) {
    super(item);
    this.#item = item;
  }

  override isAbout(data: unknown): boolean {
    if (!super.isAbout(data)) return false;
    const id: unknown = Reflect.get(data as object, 'id');
    return id === undefined || id === this.#item[STATE].id;
  }

  override confirm(data: unknown): void {
    this.#item[STATE].merge(data as object, nextTicket());
  }
}
