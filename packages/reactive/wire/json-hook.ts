/** Makes JSON of a model's values, by its schema. */
export type JsonEncoder = (schema: unknown, values: object) => object;

let encoder: JsonEncoder | undefined;

/** What brings the encoder along puts it here; models alone have no need of it. */
export function setJsonEncoder(encode: JsonEncoder): void {
  encoder = encode;
}

export function jsonEncoder(): JsonEncoder | undefined {
  return encoder;
}
