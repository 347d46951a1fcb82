import { join } from 'node:path';
import { type SecureDoor, secureSettings } from './secure';

/** Where a broker listens and keeps its data. */
export interface BrokerPlace {
  readonly folder: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly secure?: SecureDoor | undefined;
}

/** The settings of a broker that is its own controller (KRaft), for one machine: nothing is replicated. */
export function serverProperties({ folder, port, controllerPort, secure }: BrokerPlace): string {
  const doors = [`PLAINTEXT://127.0.0.1:${port}`];
  if (secure) doors.push(`SECURE://127.0.0.1:${secure.port}`);
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: [...doors, `CONTROLLER://127.0.0.1:${controllerPort}`].join(),
    'advertised.listeners': doors.join(),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'broker.session.timeout.ms': 3000, // or one that was killed waits 9 s until it counts as gone
    'broker.heartbeat.interval.ms': 1000,
    'group.min.session.timeout.ms': 1000,
    'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1000,
    ...(secure && secureSettings(secure)),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
