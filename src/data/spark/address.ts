/** Where a Spark Connect server is. */
export interface SparkAddress {
  /** `HOST:PORT`. */
  readonly target: string;
  readonly token?: string;
  readonly tls?: boolean;
  readonly user?: string;
}

const PORT = 15002;

/**
 * Reads `HOST`, `HOST:PORT` or `sc://HOST:PORT/;use_ssl=true;token=…;user_id=…`; the port is 15002 where there is none.
 *
 * Source: Spark Connect's client connection string.
 *
 * @throws {RangeError} naming what is wrong.
 */
export function parseSparkAddress(address: string): SparkAddress {
  const [, host, port = String(PORT), words = ''] =
    /^(?:sc:\/\/)?([\w.-]+|\[[\da-f:]+\])(?::(\d{1,5}))?(?:\/(?:;(.*))?)?$/i.exec(address) ?? [];
  if (host === undefined || Number(port) > 65_535) {
    const shown = address.replace(/;.*/s, ';…'); // there may be a token
    throw new RangeError(`address must be HOST:PORT or sc://HOST:PORT/;…, got ${shown}`);
  }
  const found: { token?: string; tls?: boolean; user?: string } = {};
  for (const word of words.split(';').filter(Boolean)) {
    const [name, ...value] = word.split('=');
    const text = decodeURIComponent(value.join('='));
    if (name === 'token') found.token = text;
    else if (name === 'user_id') found.user = text;
    else if (name === 'use_ssl' && /^(true|false)$/.test(text)) found.tls = text === 'true';
    else
      throw new RangeError(
        `address must have token, user_id or use_ssl=true, got ${name === 'use_ssl' ? word : name}`,
      );
  }
  return { target: `${host}:${port}`, ...found };
}
