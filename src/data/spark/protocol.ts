/** A field of a message: its type and its number on the wire. */
type Field = readonly [type: string, id: number];

interface Message {
  readonly fields: Readonly<Record<string, Field>>;
  /** Fields of which a message has one at most. */
  readonly oneOf?: readonly string[];
}

const UUID_SESSION = { session_id: ['string', 1], user_context: ['UserContext', 2] } as const;

/**
 * The messages of Spark Connect that SQL needs, with the fields that are used.
 *
 * Source: `spark/connect/base.proto`, `commands.proto` and `relations.proto` of Spark 4.2; fields that are not named here are skipped by
 * protocol buffers, in both directions.
 */
const MESSAGES: Readonly<Record<string, Message>> = {
  UserContext: { fields: { user_id: ['string', 1], user_name: ['string', 2] } },
  SQL: { fields: { query: ['string', 1] } },
  Relation: { fields: { sql: ['SQL', 10] }, oneOf: ['sql'] },
  SqlCommand: { fields: { input: ['Relation', 6] } },
  WriteOperation: {
    fields: {
      input: ['Relation', 1],
      source: ['string', 2],
      path: ['string', 3],
      mode: ['int32', 5],
      partitioning_columns: ['repeated string', 7],
    },
  },
  Command: {
    fields: { write_operation: ['WriteOperation', 2], sql_command: ['SqlCommand', 5] },
    oneOf: ['write_operation', 'sql_command'],
  },
  Plan: { fields: { root: ['Relation', 1], command: ['Command', 2] }, oneOf: ['root', 'command'] },
  ReattachOptions: { fields: { reattachable: ['bool', 1] } },
  RequestOption: {
    fields: { reattach_options: ['ReattachOptions', 1] },
    oneOf: ['reattach_options'],
  },
  ExecutePlanRequest: {
    fields: {
      ...UUID_SESSION,
      plan: ['Plan', 3],
      client_type: ['string', 4],
      request_options: ['repeated RequestOption', 5],
      operation_id: ['string', 6],
    },
  },
  ArrowBatch: { fields: { row_count: ['int64', 1], data: ['bytes', 2] } },
  ResultComplete: { fields: {} },
  StageInfo: { fields: { num_tasks: ['int64', 2], num_completed_tasks: ['int64', 3] } },
  ExecutionProgress: { fields: { stages: ['repeated StageInfo', 1] } },
  ExecutePlanResponse: {
    fields: {
      session_id: ['string', 1],
      arrow_batch: ['ArrowBatch', 2],
      response_id: ['string', 13],
      result_complete: ['ResultComplete', 14],
      execution_progress: ['ExecutionProgress', 18],
    },
    oneOf: ['arrow_batch', 'result_complete', 'execution_progress'],
  },
  ReattachExecuteRequest: {
    fields: { ...UUID_SESSION, operation_id: ['string', 3], last_response_id: ['string', 5] },
  },
  ReleaseUntil: { fields: { response_id: ['string', 1] } },
  ReleaseAll: { fields: {} },
  ReleaseExecuteRequest: {
    fields: {
      ...UUID_SESSION,
      operation_id: ['string', 3],
      release_all: ['ReleaseAll', 5],
      release_until: ['ReleaseUntil', 6],
    },
    oneOf: ['release_all', 'release_until'],
  },
  ReleaseExecuteResponse: { fields: {} },
  InterruptRequest: {
    fields: { ...UUID_SESSION, interrupt_type: ['int32', 4], operation_id: ['string', 6] },
  },
  InterruptResponse: { fields: {} },
  ReleaseSessionRequest: { fields: { ...UUID_SESSION } },
  ReleaseSessionResponse: { fields: {} },
};

/** Calls of the service: what is asked and what is answered; `stream` where answers are many. */
const METHODS: Readonly<Record<string, readonly [string, string, 'stream'?]>> = {
  ExecutePlan: ['ExecutePlanRequest', 'ExecutePlanResponse', 'stream'],
  ReattachExecute: ['ReattachExecuteRequest', 'ExecutePlanResponse', 'stream'],
  ReleaseExecute: ['ReleaseExecuteRequest', 'ReleaseExecuteResponse'],
  Interrupt: ['InterruptRequest', 'InterruptResponse'],
  ReleaseSession: ['ReleaseSessionRequest', 'ReleaseSessionResponse'],
};

/** The service as protobufjs reads it from JSON. */
export function sparkConnectJson(): object {
  const messages = Object.entries(MESSAGES).map(([name, { fields, oneOf }]) => [
    name,
    {
      fields: Object.fromEntries(
        Object.entries(fields).map(([field, [type, id]]) => [field, fieldJson(type, id)]),
      ),
      ...(oneOf && { oneofs: { kind: { oneof: oneOf } } }),
    },
  ]);
  const methods = Object.entries(METHODS).map(([name, [requestType, responseType, stream]]) => [
    name,
    { requestType, responseType, ...(stream && { responseStream: true }) },
  ]);
  const SparkConnectService = { methods: Object.fromEntries(methods) };
  const connect = { nested: { ...Object.fromEntries(messages), SparkConnectService } };
  return { nested: { spark: { nested: { connect } } } };
}

function fieldJson(type: string, id: number): object {
  const repeated = 'repeated ';
  if (!type.startsWith(repeated)) return { type, id };
  return { rule: 'repeated', type: type.slice(repeated.length), id };
}
