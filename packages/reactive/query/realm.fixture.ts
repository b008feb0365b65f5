/** What an expression gives in a realm of its own, whose `Object` is not ours: an iframe, or a context of Node. */
export const fromAnotherRealm = (expression: string): unknown => {
  if (!('document' in globalThis)) return process.getBuiltinModule('node:vm').runInNewContext(expression);
  const frame = document.body.appendChild(document.createElement('iframe'));
  const realm = frame.contentWindow as unknown as { readonly eval: (source: string) => unknown };
  return realm.eval(expression);
};
