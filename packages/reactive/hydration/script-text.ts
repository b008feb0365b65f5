const ESCAPES: Readonly<Record<string, string>> = {
  '<': String.raw`\u003c`,
  '\u2028': String.raw`\u2028`,
  '\u2029': String.raw`\u2029`,
};

/**
 * JSON that can stand between `<script type="application/json">` and `</script>` whatever texts are in it: nothing in
 * it can end the element or begin a comment. `JSON.parse` reads it back as it was.
 *
 * @example
 * const html = `<script type="application/json" id="state">${scriptText(dehydrate(scope, { read }))}</script>`;
 */
export const scriptText = (state: object): string =>
  JSON.stringify(state).replace(/[<\u2028\u2029]/g, (character) => ESCAPES[character] as string);
