import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { type JavaProcess, startJava } from '../java-process';
import { bringJars, checkProgram } from '../maven';
import { serverProperties } from './properties';
import { type SecureDoor, scramArgs, secureDoor } from './secure';

/** A Kafka broker on this machine; what it holds stays in its folder. */
export interface Broker {
  /** Where it listens: `127.0.0.1:9092`. */
  readonly address: string;
  /** The other door, where it has one. */
  readonly secure: (SecureDoor & { readonly address: string }) | undefined;
  /** Starts it, or starts it again with what it held; done when it takes requests. */
  start(): Promise<void>;
  /** Has it end as it should. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

const ARTIFACTS = [
  'org.apache.kafka:kafka_2.13:4.3.1',
  'org.apache.kafka:kafka-tools:4.3.1',
  'org.slf4j:slf4j-simple:1.7.36',
];
const JAVA = ['-Xmx512m', '-XX:+UseSerialGC'];

/** Where Kafka's jars are; they are brought there where they are not. */
function kafkaJars(cache: string = resolve('.cache')): string {
  checkProgram('java', ['-version'], 'Java 17 or newer');
  return bringJars(join(cache, 'kafka'), ARTIFACTS);
}

/**
 * Makes a broker, which is not started yet.
 *
 * @param folder for its data and its log.
 * @param port where it is to listen; 0 is any that is free.
 * @param isSecure whether it has a second door, with TLS and SASL.
 */
export async function createBroker(folder: string, port = 0, isSecure = false): Promise<Broker> {
  const jars = kafkaJars();
  const place = {
    folder: resolve(folder),
    port: port || (await freePort()),
    controllerPort: await freePort(),
  };
  mkdirSync(place.folder, { recursive: true });
  const secure = isSecure ? secureDoor(place.folder, await freePort()) : undefined;
  const properties = join(place.folder, 'server.properties');
  let running: JavaProcess | undefined;
  return {
    address: `127.0.0.1:${place.port}`,
    secure: secure && { ...secure, address: `127.0.0.1:${secure.port}` },
    start: async () => {
      writeFileSync(properties, serverProperties({ ...place, secure }));
      format(jars, place.folder, [...(secure ? scramArgs(secure) : []), '-c', properties]);
      running = await launch(jars, place.folder, properties);
    },
    stop: async () => running?.stop(),
    kill: async () => running?.kill(),
  };
}

/** Makes the folder of data what a broker needs, once. */
function format(jars: string, folder: string, more: readonly string[]): void {
  if (existsSync(join(folder, 'data', 'meta.properties'))) return;
  const id = `a${randomBytes(16).toString('base64url').slice(1)}`; // one must not begin with a dash
  const tool = ['-cp', join(jars, '*'), 'kafka.tools.StorageTool', 'format', '-t', id];
  const { status, stderr } = spawnSync('java', [...JAVA, ...tool, ...more], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the broker's folder cannot be made: ${stderr.slice(-500)}`);
}

function launch(jars: string, folder: string, properties: string): Promise<JavaProcess> {
  return startJava({
    ...{ name: 'the broker', jars, options: JAVA, main: 'kafka.Kafka', args: [properties], folder },
    ...{ log: join(folder, 'broker.log'), started: /Kafka Server started/ },
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
