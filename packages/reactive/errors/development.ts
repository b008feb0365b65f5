/** A bundler puts the value in the place of these very words; elsewhere it is asked for at run time. */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

const nameOfMode = (): string | undefined => {
  try {
    return process.env.NODE_ENV;
  } catch {
    // A browser without a bundler has no `process`, and Deno may refuse to tell.
    return undefined;
  }
};

/**
 * Whether a slip is to be explained and looked for. The production output of this package (its export condition
 * `production`) has the literal `false` here, and nothing of what stands behind it; the other one decides once, when
 * it is loaded.
 *
 * @example
 * if (isDevelopment) watchGiven(model, name, value);
 */
export const isDevelopment: boolean = /* @__PURE__ */ nameOfMode() !== 'production';
