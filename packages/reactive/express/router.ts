import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { MethodNotAllowedError } from '../errors';

/** The parameters that a path names: `'/users/:id'` → `{ id: string }`. */
export type PathParams<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Further}`
    ? { [Key in Name]: string } & PathParams<Further>
    : { [Key in Rest]: string }
  : unknown;

/** A request whose body and query are what they are: not to be trusted, so not typed. */
export type ApiRequest<Params = unknown> = Request<Params, unknown, unknown, unknown>;

/** Answers one request; what it throws goes to the error middleware. */
export type ApiHandler<Params = unknown> = (
  req: ApiRequest<Params>,
  res: Response,
  next: NextFunction,
) => unknown;

type AddRoute = <Path extends string>(path: Path, ...handlers: ApiHandler<PathParams<Path>>[]) => unknown;

/** Where routes are added, as on an Express router. */
export type ApiRoutes = Readonly<Record<'get' | 'post' | 'put' | 'patch' | 'delete', AddRoute>>;

function methodsByPath({ stack }: express.Router): Map<string, Set<string>> {
  const byPath = new Map<string, Set<string>>();
  for (const { route } of stack) {
    if (!route) continue;
    const methods = byPath.get(route.path) ?? new Set();
    for (const { method } of route.stack) methods.add(method.toUpperCase());
    byPath.set(route.path, methods);
  }
  return byPath;
}

function refuseOthers(methods: ReadonlySet<string>): RequestHandler {
  const allow = [...methods, ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (req, res) => {
    res.set('Allow', allow);
    if (req.method === 'OPTIONS') return res.status(204).end();
    throw new MethodNotAllowedError(`${req.method} is not possible here; these are: ${allow}`);
  };
}

/**
 * An Express router whose handlers get `req.body` and `req.query` as `unknown`, and which answers a method that a
 * path does not have with 405 and `Allow`, where Express would say 404.
 *
 * @example
 * const routes = apiRouter((router) => {
 *   router.get('/users/:id', async (req, res) => sendRow(res, await load(req.params.id)));
 * });
 */
export function apiRouter(define: (router: ApiRoutes) => void): express.Router {
  const router = express.Router();
  define(router);
  for (const [path, methods] of methodsByPath(router)) router.all(path, refuseOthers(methods));
  return router;
}
