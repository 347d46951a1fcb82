/** One server-sent event. */
export interface SentEvent {
  /** Empty where it has none. */
  readonly id: string;
  readonly data: string;
}

/** Characters of an event that has no end yet. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

/**
 * Reads server-sent events from a body, so that the request can carry a key in a header, which
 * `EventSource` cannot.
 *
 * Source: WHATWG HTML, section 9.2.6, without event types and retry.
 */
export async function* sentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<SentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    if (rest.length > MOST_CHARACTERS) throw new Error('An event of the feed has no end.');
    for (const block of blocks) {
      const event = parse(block);
      if (event.data !== '') yield event;
    }
  }
}

function parse(block: string): SentEvent {
  let [id, data] = ['', ''];
  for (const line of block.split('\n')) {
    if (line.startsWith('id: ')) id = line.slice(4);
    else if (line.startsWith('data: ')) data += line.slice(6);
  }
  return { id, data };
}
