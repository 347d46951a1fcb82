import type { FastifyInstance } from 'fastify';
import { type PageFile, readPageFiles } from '../page-files';
import type { ServiceContext } from '../service-context';
import { addLiveRoute } from './live';
import { addUploadRoute } from './upload';

/** Nothing but what this service sends is loaded or asked, and no text ever becomes code. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * `GET /dashboard`: the page, its files, and what it asks beside the other routes: `/upload` and `/live`.
 * `/` leads there.
 */
export async function addDashboardRoutes(
  app: FastifyInstance,
  context: ServiceContext,
): Promise<void> {
  for (const file of await readPageFiles()) {
    addFile(app, file.name === 'index.html' ? '/dashboard' : `/dashboard/${file.name}`, file);
  }
  app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('dashboard'));
  await addUploadRoute(app, context);
  addLiveRoute(app, context);
}

/** Browsers ask each time whether a file has changed, so that a new version is seen at once. */
function addFile(app: FastifyInstance, url: string, { type, bytes, etag }: PageFile): void {
  app.get(url, { schema: { hide: true } }, async (request, reply) => {
    reply
      .header('content-security-policy', POLICY)
      .header('cache-control', 'no-cache')
      .header('etag', etag);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type(type).send(bytes);
  });
}
