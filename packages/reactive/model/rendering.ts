import { DefinitionError, reportError } from '../errors';
import { isDevelopment } from '../errors/development';

/** The name of the component that is being rendered, if one is. */
export type RenderProbe = () => string | undefined;

const nothingRenders: RenderProbe = () => undefined;

let rendering = nothingRenders;
const reported = new Set<string>();

/** Has slips in renders looked for; called by what binds models to a library of components. */
export const watchRenders = (probe: RenderProbe): void => {
  rendering = probe;
};

/** Runs what belongs into a render: a hook that ends what it makes. */
export function inRender<R>(run: () => R): R {
  if (!isDevelopment) return run();
  const outer = rendering;
  rendering = nothingRenders;
  try {
    return run();
  } finally {
    rendering = outer;
  }
}

/**
 * Reports, once for each component and `what`, that something was made during a render that nobody will end: a render
 * has no end of its own, and may be thrown away or repeated.
 */
export function refuseInRender(what: () => string, remedy: string): void {
  if (!isDevelopment) return;
  const component = rendering();
  if (component === undefined) return;
  const place = `${component}: ${what()}`;
  if (reported.has(place)) return;
  reported.add(place);
  reportError(
    new DefinitionError(
      `${place} while it renders: each render makes another one, and none is ever ended. ${remedy}`,
    ),
  );
}
