import type { FastifyInstance } from 'fastify';
import { eventSchema } from './models/event-columns';
import type { ModelSet } from './models/model-set';
import { MOST_EVENTS, MOST_REASONS } from './predict/predict-request';

type Schema = Readonly<Record<string, unknown>>;
/** As much of an OpenAPI document as is changed here. */
interface Spec {
  readonly paths: Record<string, Record<string, Record<string, unknown>>>;
  readonly components?: Schema;
}

const number = { type: 'number' };
const text = { type: 'string' };
const reason = {
  type: 'object',
  properties: { feature: text, actual: {}, typical: {}, contribution: number },
};
const verdict = {
  score: number,
  pValue: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
  label: { type: 'integer', enum: [0, 1] },
  prediction: { type: 'string', enum: ['anomaly', 'normal'] },
  reasons: { type: 'array', items: reason },
};
const named = { model: text, threshold: number };
const quickMethod = {
  type: 'string',
  enum: ['pathAttribution', 'occlusion'],
  description:
    'How reasons were found, where there are any. `pathAttribution` is quick and of an isolation forest; POST /explain gives exact Shapley values.',
};
const problem = {
  type: 'object',
  properties: { error: text, message: text, field: { type: ['string', 'null'] } },
  required: ['error', 'message', 'field'],
};

const liveAnswers = {
  200: {
    description: 'A stream that ends when the service stops, or its keys are read again',
    content: { 'text/event-stream': { schema: text } },
  },
  ...refusals('Too many listen; try again later'),
};

/** Only the service itself; the page asks nobody else, and no browser is told to use TLS, which is the proxy's. */
const DOCS_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/**
 * Adds the pages that describe the service: `/openapi.json`, and `/docs` to try it.
 *
 * Bodies are those of the models at the time of asking.
 */
export async function addOpenApi(app: FastifyInstance, models: ModelSet): Promise<void> {
  const [{ default: swagger }, { default: swaggerUi }] = await Promise.all([
    import('@fastify/swagger'),
    import('@fastify/swagger-ui'),
  ]);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Anomaly Lab', version: '1', description: 'Scores events with saved models.' },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          header: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        },
      },
      security: [{ bearer: [] }, { header: [] }],
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCS_POLICY,
    uiConfig: { validatorUrl: null },
    transformSpecification: (spec) => withModels(spec as unknown as Spec, models),
    transformSpecificationClone: true,
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () =>
    withModels(structuredClone(app.swagger()) as unknown as Spec, models),
  );
}

/** The document with bodies and answers, of the models as they are now. */
function withModels(spec: Spec, models: ModelSet): Spec {
  const schemas = models.names.map((name) => eventSchema(models.get(name)?.columns ?? []));
  const event = schemas.length === 1 ? schemas[0] : { anyOf: schemas };
  const model = { type: 'string', enum: models.names };
  describe(spec, '/predict', predictBody(event, model), {
    anyOf: [
      object({ ...named, method: quickMethod, ...verdict }),
      object({ ...named, method: quickMethod, results: { type: 'array', items: object(verdict) } }),
      object({ prediction: verdict.prediction }),
    ],
  });
  describe(
    spec,
    '/explain',
    { ...object({ event, model }), required: ['event'], additionalProperties: false },
    object({
      ...named,
      ...verdict,
      method: { type: 'string', enum: ['treeShap', 'occlusion'] },
      unit: text,
      baseScore: number,
      contributions: { type: 'array', items: reason },
    }),
  );
  const live = spec.paths['/live']?.['get'];
  if (live) live['responses'] = liveAnswers;
  return spec;
}

function predictBody(event: object, model: Schema): Schema {
  const events = { type: 'array', items: event, minItems: 1, maxItems: MOST_EVENTS };
  const features = { type: 'array', items: number };
  const nTop = { type: 'integer', minimum: 1, maximum: MOST_REASONS, default: 3 };
  const reasons = {
    type: ['boolean', 'string'],
    enum: [true, false, 'anomalies'],
    default: false,
  };
  return {
    ...object({ event, events, features, model, reasons, nTop }),
    additionalProperties: false,
    oneOf: [{ required: ['event'] }, { required: ['events'] }, { required: ['features'] }],
  };
}

function refusals(words503: string): Schema {
  return {
    '4XX': { description: 'Something is wrong with the request', ...json(problem) },
    503: { description: words503, ...json(problem) },
  };
}

function describe(spec: Spec, path: string, body: Schema, answer: Schema): void {
  const post = spec.paths[path]?.['post'];
  if (!post) return;
  post['requestBody'] = { required: true, ...json(body) };
  post['responses'] = {
    200: { description: 'Scored', ...json(answer) },
    ...refusals('Busy; try again after retry-after seconds'),
  };
}

function json(schema: Schema): Schema {
  return { content: { 'application/json': { schema } } };
}

function object(properties: Schema): Schema {
  return { type: 'object', properties };
}
