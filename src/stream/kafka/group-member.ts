import {
  type BytesConsumer,
  clientErrorHas,
  clientOptions,
  type Kafka,
  type KafkaConnection,
} from './connection';
import type { Patience } from './patience';

/** What a group has given to a worker. */
export interface Assignment {
  /** Goes up whenever the group shares the partitions out anew. */
  readonly generation: number;
  readonly memberId: string;
  readonly coordinatorId: number;
  readonly partitions: readonly number[];
}

/** A worker as one of a consumer group. */
export interface GroupMember {
  /** What it has now; undefined while the group shares out. */
  assignment(): Assignment | undefined;
  /** Comes back where it was thrown out. */
  stay(): Promise<void>;
  /** Says how far partitions are done with. Returns false where the group takes it no more, since it shares out anew. */
  commit(offsets: ReadonlyMap<number, number>): Promise<boolean>;
  leave(): Promise<void>;
}

/** A group as a worker joins it. */
export interface GroupOptions {
  readonly group: string;
  readonly topic: string;
}

/** A worker that says nothing for so long is taken for dead; its partitions go to others. */
const SESSION_MS = 6000;
const HEARTBEAT_MS = 1500;
const REBALANCE_MS = 15_000;

/** Joins a consumer group. */
export async function joinGroup(
  kafka: Kafka,
  connection: KafkaConnection,
  { group, topic }: GroupOptions,
  patience: Patience,
): Promise<GroupMember> {
  const consumer: BytesConsumer = new kafka.Consumer({
    ...clientOptions(connection, 'member'),
    groupId: group,
    autocommit: false,
    retries: 0, // or a commit that is refused joins anew and then commits for who has the partitions now
    sessionTimeout: SESSION_MS,
    heartbeatInterval: HEARTBEAT_MS,
    rebalanceTimeout: REBALANCE_MS,
  });
  let assignment: Assignment | undefined;
  let isOut = true;
  const fallOut = () => {
    assignment = undefined;
    isOut = true;
  };
  consumer.on('error', fallOut);
  consumer.on('consumer:heartbeat:error', fallOut); // behind one the client says nothing more to the group
  consumer.on('consumer:group:rebalance', () => {
    assignment = undefined;
  });
  consumer.on('consumer:group:join', ({ memberId, generationId = -1, assignments = [] }) => {
    isOut = false;
    const coordinatorId = consumer.coordinatorId ?? -1;
    const partitions = assignments.flatMap((one) => (one.topic === topic ? one.partitions : []));
    assignment = { generation: generationId, memberId, coordinatorId, partitions };
  });
  consumer.topics.track(topic);
  const stay = async () => {
    if (isOut) await patience(`group ${group}`, () => consumer.joinGroup({}));
  };
  await stay();
  return {
    assignment: () => assignment,
    stay,
    commit: async (offsets) => {
      const of = Array.from(offsets, ([partition, offset]) => ({
        ...{ topic, partition, offset: BigInt(offset), leaderEpoch: -1 },
      }));
      try {
        await consumer.commit({ offsets: of });
        return true;
      } catch (error) {
        if (!mustRejoin(error)) throw error;
        fallOut();
        return false;
      }
    },
    leave: async () => void (await consumer.close(true)),
  };
}

function mustRejoin(error: unknown): boolean {
  return clientErrorHas(error, 'needsRejoin', true) === true;
}
