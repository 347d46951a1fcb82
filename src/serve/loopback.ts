import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether an address is of this machine only, such as 127.0.0.1, ::1 or ::ffff:127.0.0.1. */
export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === '127.0.0.1') return true; // the one that is asked for most
  const version = isIP(address ?? '');
  if (!address || version === 0) return false;
  return LOOPBACK.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a host to bind to, or one that a request names, is of this machine only. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name.toLowerCase() === 'localhost' || isLoopbackAddress(isIP(host) ? host : name);
}
