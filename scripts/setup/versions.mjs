/** The tfjs-node that package.json pins. */
export const TFJS_VERSION = '4.22.0';

/** Its addon, where it is kept in the cache: another version of tfjs-node has another one. */
export const ADDON = `tfjs_binding-${TFJS_VERSION}.node`;
