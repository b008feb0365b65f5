import { z } from 'zod';

/** An exact decimal number, as a text in its normal form: `'12.5'`, `'-0.01'`. No float ever stands for it. */
export type Decimal = `${number}`;

/** What a decimal may be. */
export interface DecimalOptions {
  /** How many digits at most, those after the point among them, as in SQL; 100 unless told. */
  readonly precision?: number;
  /** How many of them after the point at most, as in SQL; half of them unless told. */
  readonly scale?: number;
}

const DECIMAL = /^(-?)0*(\d+)(?:\.(\d+?)0*)?$/;

/** Longer texts are not even looked at. */
const MAX_LENGTH = 1000;

function isDecimal(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_LENGTH && DECIMAL.test(value);
}

function normal(text: string): string {
  const [, sign = '', whole = '', part = ''] = DECIMAL.exec(text) ?? [];
  const fraction = part === '0' ? '' : part;
  const digits = fraction === '' ? whole : `${whole}.${fraction}`;
  return digits === '0' ? digits : sign + digits;
}

/**
 * The schema of an exact decimal number: money, a weight, a rate. It is a text everywhere, in a model, on the wire and
 * in a store, and it is kept in one normal form, so that equal numbers are equal texts: `'012.50'` becomes `'12.5'`.
 * Compute with a library of your choice: `new Big(order.total).plus('0.1').toFixed()`.
 *
 * @example
 * const orderSchema = z.strictObject({ id: z.string(), total: decimal({ precision: 12, scale: 2 }) });
 */
export function decimal({ precision = 100, scale = Math.floor(precision / 2) }: DecimalOptions = {}) {
  const fits = (text: string): boolean => {
    const [whole = '', fraction = ''] = text.replace('-', '').split('.');
    return fraction.length <= scale && (whole === '0' ? 0 : whole.length) <= precision - scale;
  };
  const message = `Must have at most ${precision - scale} digits before the point and ${scale} after it`;
  return z
    .custom<Decimal>(isDecimal, { error: 'Must be a decimal number, as a text', abort: true })
    .overwrite((text) => normal(text) as Decimal) // what is in the normal form is a number
    .refine(fits, message);
}
