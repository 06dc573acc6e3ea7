import { buildPortAgent, type Endings, type PortAgentParts } from './build.ts';
import type { PortAgentOptions } from './options.ts';
import type { Ports } from './run-file.ts';
import type { PortAgentStatus } from './status.ts';

/** One that fails does not keep the others from ending; the first failure is told then. */
async function endAll(endings: Endings): Promise<void> {
  const failures: unknown[] = [];
  for (const end of endings.splice(0).reverse()) {
    try {
      await end();
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Owns the link to one instrument, keeps every byte of it, and lets others take part. See docs/reference/port-agent.md. */
export class PortAgent implements AsyncDisposable {
  readonly #parts: PortAgentParts;
  readonly #endings: Endings;
  readonly #closed = Promise.withResolvers<void>();
  #closing = false;

  private constructor(parts: PortAgentParts, endings: Endings) {
    this.#parts = parts;
    this.#endings = endings;
  }

  /**
   * Resolves when the ports are open and the run file is written; the device is connected to as soon as it answers.
   * `ConfigError` when the options, a port or the log's folder cannot be used; `StateError` when the instrument is served already.
   */
  static async start(options: PortAgentOptions): Promise<PortAgent> {
    const endings: Endings = [];
    const started = Promise.withResolvers<PortAgent>();
    try {
      // The asker still gets its answer: the closing begins when that is on its way. `closed` tells how it went.
      const shutdown = (): void => void setImmediate(async () => (await started.promise).close().catch(() => {}));
      const agent = new PortAgent(await buildPortAgent(options, endings, shutdown), endings);
      started.resolve(agent);
      return agent;
    } catch (error) {
      await endAll(endings).catch(() => {});
      throw error;
    }
  }

  get ports(): Ports {
    return this.#parts.ports;
  }

  /** Resolves when it has ended, whether it was closed from here or shut down by a command. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  status(): PortAgentStatus {
    return this.#parts.status();
  }

  /** A break on the line, in ms; `NotImplementedError` where the medium has none, `ConnectionError` when it is not connected. */
  sendBreak(ms: number): Promise<void> {
    return this.#parts.sendBreak(ms);
  }

  /** Disconnects everybody, then the device; what came until then is in the log. */
  close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      endAll(this.#endings).then(this.#closed.resolve, this.#closed.reject);
    }
    return this.#closed.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
