import type { Arrival } from '../../model/nested';
import { type Held, NestedModel, nothingSent } from '../../model/nested-model';
import { STATE } from '../../model/symbols';
import type { EntityRecord } from '../../registry/record';
import { nextTicket } from '../../registry/ticket';

type HeldItem = Held & { readonly [STATE]: EntityRecord };

/** Takes in the row of an entity inside of another one's. An id alone tells nothing of it. */
export const mergeInner = (record: EntityRecord, row: object, ticket: number): void => {
  if (Object.keys(row).some((name) => name !== 'id')) record.merge(row, ticket);
};

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

  override confirm(data: unknown, ticket: number): void {
    mergeInner(this.#item[STATE], data as object, ticket);
  }

  override send(): Arrival {
    const arrive = super.send();
    if (arrive === nothingSent) return arrive;
    const askedAt = nextTicket();
    return (outcome, data) => {
      if (outcome === 'failed') return arrive(outcome);
      const row = this.isAbout(data) ? (data as object) : {};
      // A draft that is sent with what holds it is published by nobody.
      this.#item[STATE].confirmSent({ arrive, row, askedAt, outcome, ended: 0 });
    };
  }
}
