import type { Condition, Fields, Order } from '../query';

/** Rows of a table, in an order, and how many match. */
export interface PageQuery {
  readonly fields: Fields;
  /** Which rows there are for whoever asks. */
  readonly shown: readonly (Condition | undefined)[];
  /** Of them, those that come after the page before. */
  readonly after: Condition | undefined;
  readonly orderBy: readonly Order[];
  /** How many rows are read at most. */
  readonly take: number;
}

/** What a {@link PageQuery} is answered with. */
export interface RowPage {
  readonly rows: object[];
  /** Of those that are shown, on this page or not. */
  readonly total: number;
}
