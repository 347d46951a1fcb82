import type { FastifyInstance } from 'fastify';
import { problem, shownValue } from '../problem';
import type { ServiceContext } from '../service-context';
import { MOST_ROWS } from '../upload/read-upload';
import { answerUpload } from '../upload/upload';

/** Bytes of a file: `MOST_ROWS` lines of a log of some 130 characters each. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Files read at a time, each of which may take ten times its size in memory. */
const MOST_UPLOADS = 4;

/** `POST /upload`: scores the rows of a CSV file. */
export async function addUploadRoute(
  app: FastifyInstance,
  { registry, telemetry }: ServiceContext,
): Promise<void> {
  const schema = {
    summary: `Score the rows of a CSV file, at most ${MOST_ROWS}`,
    description:
      'The file is in UTF-8, has a header, and commas, semicolons or tabs. Rows that do not fit the model are told with line and column and left out. The answer has columns in place of rows.',
    tags: ['scores'],
    consumes: ['text/csv'],
    querystring: { type: 'object', properties: { model: { type: 'string' } } },
    body: { type: 'string' },
  };
  let nUploads = 0;
  await app.register(async (scope) => {
    takeCsv(scope);
    scope.post('/upload', { schema, bodyLimit: MOST_BYTES }, async (request, reply) => {
      const name = modelNamed(request.query);
      if (nUploads >= MOST_UPLOADS) throw problem(503, 'too many files at a time; try again later');
      nUploads++;
      try {
        const bytes = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
        const answer = await answerUpload(registry.models, bytes, name, () => {
          const isWanted = !reply.sent && !request.socket.destroyed;
          if (!isWanted) throw problem(503, 'nobody waits for the answer any more');
        });
        telemetry.count(answer);
        return reply.type('application/json; charset=utf-8').send(answer.body);
      } finally {
        nUploads--;
      }
    });
  });
}

function takeCsv(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_, body, done) => {
    done(null, body);
  });
  scope.addContentTypeParser('*', (_, __, done) => {
    done(problem(415, 'content-type must be text/csv'));
  });
}

function modelNamed(query: unknown): string | undefined {
  const { model } = query as { model?: unknown };
  if (model === undefined || typeof model === 'string') return model;
  throw problem(400, `must be given once, got ${shownValue(model)}`, 'model');
}
