import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { MqttClient } from 'mqtt';

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A real broker, `mosquitto`, that can be killed and started again at the same address. */
export class Broker implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
  }

  /** Everybody may come in, or only one user. */
  static async start({
    isLate = false,
    user,
  }: {
    isLate?: boolean;
    user?: [name: string, password: string];
  } = {}): Promise<Broker> {
    const broker = new Broker(await freePort(), await mkdtemp(join(tmpdir(), 'sonde-broker-')));
    const users = join(broker.#folder, 'users');
    if (user) execFileSync('mosquitto_passwd', ['-c', '-b', users, ...user], { stdio: 'ignore' });
    const who = user ? `allow_anonymous false\npassword_file ${users}` : 'allow_anonymous true';
    // As root it would become somebody who may not read the users.
    const asOurselves = `user ${userInfo().username}`;
    await writeFile(
      join(broker.#folder, 'broker.conf'),
      `listener ${broker.port} 127.0.0.1\n${asOurselves}\n${who}\npersistence false\nlog_dest stderr\n`,
    );
    if (!isLate) await broker.start();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const child = spawn('/usr/sbin/mosquitto', ['-c', join(this.#folder, 'broker.conf')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    for await (const line of createInterface({ input: child.stderr })) {
      if (/ running$/.test(line)) break;
    }
    child.stderr.resume();
  }

  /** It is there and does nothing any more. */
  hang(): void {
    this.#process?.kill('SIGSTOP');
  }

  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true });
  }
}

export interface Heard {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/** Somebody who listens to everything at a broker. */
export class Ear implements AsyncDisposable {
  readonly heard: Heard[] = [];
  readonly #client: MqttClient;
  #check: (() => void) | undefined;

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload, { retain }) => {
      this.heard.push({ topic, payload: payload.toString(), retain });
      this.#check?.();
    });
  }

  static async at({ url }: Broker): Promise<Ear> {
    const { connectAsync } = await import('mqtt');
    const client = await connectAsync(url, { reconnectPeriod: 0 });
    client.on('error', () => {});
    const ear = new Ear(client);
    await client.subscribeAsync('#', { qos: 1 });
    return ear;
  }

  /** Resolves with the first message that is like this, of before or later. */
  until(isIt: (heard: Heard) => boolean): Promise<Heard> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.heard.find(isIt);
        if (found === undefined) return;
        this.#check = undefined;
        resolve(found);
      };
      this.#check = look;
      look();
    });
  }

  untilSaid(topic: string, payload: string): Promise<Heard> {
    return this.until((heard) => heard.topic === topic && heard.payload === payload);
  }

  of(topic: string): readonly string[] {
    return this.heard.filter((heard) => heard.topic === topic).map(({ payload }) => payload);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.endAsync(true);
  }
}
