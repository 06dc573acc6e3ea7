import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server that takes messages, refuses them or hangs, as `answer` says. */
export class Receiver implements AsyncDisposable {
  readonly received: Received[] = [];
  answer: (response: ServerResponse) => void = (response) => response.writeHead(204).end();
  readonly #server = createServer(async (request, response) => {
    const body = await text(request);
    this.received.push({ headers: request.headers, body });
    this.#check?.();
    this.answer(response);
  });
  #check: (() => void) | undefined;

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/hook`;
  }

  /** Resolves when so many messages have come. */
  until(count: number): Promise<Received> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.received[count - 1];
        if (found !== undefined) resolve(found);
      };
      this.#check = look;
      look();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
