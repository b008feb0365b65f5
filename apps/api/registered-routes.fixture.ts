import type { Express } from 'express';

// What express keeps of a route and of a router, as far as it is read here; its types name less.
interface Layer {
  readonly route?: { readonly path: string; readonly stack: readonly { readonly method?: string }[] };
  readonly handle: { readonly stack?: readonly Layer[] };
  readonly slash: boolean;
  match(path: string): boolean;
}

/** Where routers are mounted: one that is mounted elsewhere has to be added, or the walk would miss its routes. */
const MOUNTS = ['/api'];

function mountOf(layer: Layer): string {
  if (layer.slash) return '';
  const mount = MOUNTS.find((path) => layer.match(path));
  if (mount === undefined)
    throw new Error('A router is mounted where the walk does not look: name it in MOUNTS');
  return mount;
}

function routesOf(stack: readonly Layer[], base = ''): string[] {
  return stack.flatMap((layer) => {
    const { route, handle } = layer;
    if (route) {
      const methods = route.stack.flatMap(({ method }) =>
        method === undefined ? [] : [method.toUpperCase()],
      );
      return methods.map((method) => `${method} ${base}${route.path}`);
    }
    return handle.stack ? routesOf(handle.stack, base + mountOf(layer)) : [];
  });
}

/** Every route that an app has: `GET /api/users/:id`. What refuses the other methods of a path is none. */
export function registeredRoutes(app: Express): string[] {
  return [...new Set(routesOf(app.router.stack as unknown as Layer[]))].toSorted();
}
