import { createInterface } from 'node:readline';
import type { Answer } from './requests';

/** Answers one JSON request a line until there are no more; what is thrown is answered, too. */
export async function answerRequests<Request>(
  answer: (request: Request) => Promise<Answer>,
): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const reply = await answer(JSON.parse(line)).catch(({ message }: Error) => ({
      error: message,
    }));
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}
