// A second door of the broker, encrypted and with a log-in, for trying TLS and SASL: its certificate is its own.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a client needs, and the broker. */
export interface SecureDoor {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** PEM file of the certificate. */
  readonly certificate: string;
  readonly keystore: string;
}

const ALIAS = 'broker';
const USERNAME = 'lab';

/**
 * Makes key and certificate of a broker at 127.0.0.1, and the one user's password; those that the folder has stay.
 *
 * @throws {Error} if Java's keytool cannot make them.
 */
export function secureDoor(folder: string, port: number): SecureDoor {
  const at = (name: string) => join(folder, name);
  const [keystore, certificate, secret] = ['broker.p12', 'broker.pem', 'password'].map(at);
  if (!existsSync(secret)) {
    writeFileSync(secret, randomBytes(12).toString('hex'), { mode: 0o600 });
  }
  const password = readFileSync(secret, 'utf8');
  if (!existsSync(certificate)) {
    const store = ['-alias', ALIAS, '-keystore', keystore, '-storepass', password];
    const name = ['-dname', 'CN=127.0.0.1', '-ext', 'SAN=ip:127.0.0.1,dns:localhost'];
    keytool('-genkeypair', ...store, ...name, '-keyalg', 'RSA', '-validity', '3650');
    keytool('-exportcert', ...store, '-rfc', '-file', certificate);
  }
  return { port, username: USERNAME, password, certificate, keystore };
}

/** The broker's settings for it. */
export function secureSettings({ username, password, keystore }: SecureDoor) {
  const login = 'org.apache.kafka.common.security';
  return {
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.secure.plain.sasl.jaas.config': `${login}.plain.PlainLoginModule required user_${username}="${password}";`,
    'listener.name.secure.scram-sha-256.sasl.jaas.config': `${login}.scram.ScramLoginModule required;`,
    'listener.name.secure.scram-sha-512.sasl.jaas.config': `${login}.scram.ScramLoginModule required;`,
    'listener.name.secure.ssl.keystore.type': 'PKCS12',
    'listener.name.secure.ssl.keystore.location': keystore,
    'listener.name.secure.ssl.keystore.password': password,
  };
}

/** What Kafka's storage tool is told of the user. */
export function scramArgs({ username, password }: SecureDoor): string[] {
  return ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${username},password=${password}]`,
  ]);
}

function keytool(...args: string[]): void {
  const { status, stdout, error } = spawnSync('keytool', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`keytool ${args[0]}: ${error?.message ?? stdout.slice(-500)}`);
}
