import { createHash } from 'node:crypto';

/** Of all ids that are made here; drawn once. */
const NAMESPACE = Buffer.from('6d1f0a4e2c5b4f6e9a738b1d5e7c9042', 'hex');

/**
 * An id that is the same for the same text.
 *
 * Source: RFC 9562, section 5.5, "UUID version 5".
 */
export function uuidOfText(text: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(text).digest().subarray(0, 16);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
