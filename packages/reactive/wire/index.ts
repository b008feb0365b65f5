export { type Decimal, type DecimalOptions, decimal } from './decimal';
export { decode, encode, type JsonValue, parse } from './encode';
