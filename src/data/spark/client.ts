import type {
  Client,
  ClientReadableStream,
  ServiceClientConstructor,
  ServiceError,
} from '@grpc/grpc-js';
import { sparkConnectJson } from './protocol';

/** What of an answer to a plan is used. */
export interface Answer {
  readonly response_id: string;
  readonly arrow_batch?: { readonly data: Buffer };
  readonly result_complete?: object;
  readonly execution_progress?: {
    readonly stages: readonly { num_tasks?: string; num_completed_tasks?: string }[];
  };
}

/** A call with one answer, which is not looked at. */
type Unary = (
  request: object,
  options: { readonly deadline: number },
  done: (error: ServiceError | null) => void,
) => void;

/** Calls of Spark Connect. */
export interface SparkClient extends Client {
  ExecutePlan(request: object): ClientReadableStream<Answer>;
  ReattachExecute(request: object): ClientReadableStream<Answer>;
  readonly ReleaseExecute: Unary;
  readonly Interrupt: Unary;
  readonly ReleaseSession: Unary;
}

const MOST_BYTES = 128 * 2 ** 20; // of one answer, as Spark's own clients allow

/** How a server is spoken to. */
interface Connection {
  readonly target: string;
  readonly tls: boolean;
  readonly tlsCa: string | undefined;
  readonly token: string | undefined;
}

/** Opens a client; gRPC is loaded here, not before, as most runs need none. */
export async function openClient({ target, tls, tlsCa, token }: Connection): Promise<SparkClient> {
  const grpc = await import('@grpc/grpc-js');
  const { fromJSON } = await import('@grpc/proto-loader');
  const description = grpc.loadPackageDefinition(
    fromJSON(sparkConnectJson() as Parameters<typeof fromJSON>[0], {
      ...{ keepCase: true, longs: String, arrays: true },
    }),
  ) as unknown as { spark: { connect: { SparkConnectService: ServiceClientConstructor } } };
  const { SparkConnectService } = description.spark.connect;
  const bearer = grpc.credentials.createFromMetadataGenerator((_, done) => {
    const metadata = new grpc.Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    done(null, metadata);
  });
  const roots = tlsCa === undefined ? null : Buffer.from(tlsCa);
  const channel = tls ? grpc.credentials.createSsl(roots) : grpc.credentials.createInsecure();
  const credentials =
    token === undefined ? channel : grpc.credentials.combineChannelCredentials(channel, bearer);
  return new SparkConnectService(target, credentials, {
    'grpc.max_receive_message_length': MOST_BYTES,
    'grpc.keepalive_time_ms': 30_000,
  }) as unknown as SparkClient;
}
