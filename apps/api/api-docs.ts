import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Response, Router } from 'express';
import { apiRouter } from 'reactive/express';

const FOLDER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const HTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>The API</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/docs/ui/swagger-ui.css">
<style>body { margin: 0 } html.dark-mode { background: #1c2022 }</style>
<main id="api"><noscript>The document is at <a href="/openapi.json">/openapi.json</a>.</noscript></main>
<script src="/docs/ui/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

/** Apart from the page, which may hold no script of its own. */
const START = `const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, displayRequestDuration: true, validatorUrl: null });
`;

const sends =
  (type: string, text: string) =>
  (_req: unknown, res: Response): unknown =>
    res.set('Cache-Control', 'no-cache').type(type).send(text);

/** Shows the document of the API at `/docs`, where its requests can be tried; all of it is served from here. */
export function apiDocs(): Router {
  return apiRouter((router) => {
    router.get('/docs', sends('html', HTML));
    router.get('/docs/start.js', sends('js', START));
    for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
      router.get(`/docs/ui/${file}`, (_req, res) => res.sendFile(file, { root: FOLDER, maxAge: '1d' }));
    }
  });
}
