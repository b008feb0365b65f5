import type { Request } from 'express';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What no route has. */
const NO_ROUTE = 'other';

/** The pattern of the route that took a request: `/api/users/:id`. */
export function routeOf({ originalUrl, route }: Request): string {
  const path: unknown = route?.path;
  if (typeof path !== 'string') return NO_ROUTE;
  // Not baseUrl: by the end of a request that failed it is empty again.
  return originalUrl.startsWith('/api/') ? `/api${path}` : path;
}

/**
 * The path of a request as far as it may be logged: that of its route, with ids in their places. Anything else that
 * stands in a path is somebody's choice, and may be a secret: the token of a link, a password in the wrong field.
 *
 * @param found - whether something was found there: the name of a file of ours is no secret
 * @example
 * loggedPath(req, true); // '/api/users/0199c2f0-0000-7000-8000-0000000000ad'
 */
export function loggedPath(req: Request, found: boolean): string {
  const [path = ''] = req.originalUrl.split('?');
  const route = routeOf(req);
  if (route === NO_ROUTE) return found && /^(GET|HEAD)$/.test(req.method) ? path : NO_ROUTE;
  const given = path.split('/');
  return route
    .split('/')
    .map((part, at) => (part.startsWith(':') && UUID.test(given[at] ?? '') ? given[at] : part))
    .join('/');
}
