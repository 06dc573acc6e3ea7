import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { demoConfig } from '../../src/cli/demo/demo-config.ts';
import { DEMO_FLEET, type DemoInstrument } from '../../src/cli/demo/demo-fleet.ts';
import { playFleet } from '../../src/cli/demo/play-fleet.ts';
import { loadInstrument } from '../../src/instruments/find-instrument.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { inScope } from '../../src/kit/scope.ts';
import { SondeProcess, sonde } from '../../src/main/testing/sonde-process.ts';

/** What `npm run build` made; a scene has a copy of it, which is not replaced while others build. */
const BUILT_PAGE = `${import.meta.dirname}/../../dist/web`;
/** Longest wait for samples, in ms. */
const PATIENCE = 20_000;

/** A program that runs instruments, in a process of its own, and serves the page. */
export interface Scene {
  /** `http://127.0.0.1:…`, the same after a restart. */
  readonly address: string;
  readonly data: string;
  readonly program: SondeProcess;
  /** Runs a `sonde` command against it. */
  sonde(...args: string[]): ReturnType<typeof sonde>;
  /** Asks the API as a script would; the path is seen from `/api/v1`. */
  api(path: string, init?: RequestInit): Promise<Response>;
  /** Starts the program again after it was ended. */
  start(): Promise<void>;
}

export interface SceneOptions {
  readonly instruments: Readonly<Record<string, DemoInstrument>>;
  /** More of the configuration, in YAML. */
  readonly config?: string;
}

/** Some of the demo's instruments. */
export const ofDemo = (...ids: (keyof typeof DEMO_FLEET)[]): Readonly<Record<string, DemoInstrument>> =>
  Object.fromEntries(ids.map((id) => [id, DEMO_FLEET[id]!]));

/** Plays instruments and runs them for as long as the work goes on. */
export async function atScene(options: SceneOptions, work: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-web-'));
  try {
    await inScope(async (use) => {
      const reached = await playFleet(options.instruments, { clock: systemClock, loadInstrument }, use);
      const port = await freePort();
      const data = join(folder, 'data');
      const config = join(folder, 'sonde.yaml');
      const listen = `server: { listen: '127.0.0.1:${port}' }\n`;
      await writeFile(config, demoConfig(data, options.instruments, reached) + listen + (options.config ?? ''));
      const page = join(folder, 'page');
      await cp(BUILT_PAGE, page, { recursive: true });
      const env = { SONDE_RUNTIME_DIR: join(folder, 'control'), SONDE_PAGE: page };
      const address = `http://127.0.0.1:${port}`;
      let program: SondeProcess | undefined;
      const scene: Scene = {
        address,
        data,
        get program() {
          if (program === undefined) throw new Error('the program is not started');
          return program;
        },
        sonde: (...args) => sonde(args, env),
        api: (path, init) => fetch(`${address}/api/v1${path}`, init),
        async start() {
          program = new SondeProcess(['run', '-c', config, '--stop-port-agents'], env);
          await program.said(new RegExp(address));
        },
      };
      use({ [Symbol.asyncDispose]: async () => void (await program?.kill('SIGTERM')) });
      await scene.start();
      await work(scene);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One scene for all tests of a file: what they do to it must not matter to the others. */
export function sceneOfFile(options: SceneOptions): () => Scene {
  const over = Promise.withResolvers<void>();
  let scene: Scene | undefined;
  let ended: Promise<void> | undefined;
  before(async () => {
    const started = Promise.withResolvers<void>();
    ended = atScene(options, (own) => {
      scene = own;
      started.resolve();
      return over.promise;
    });
    await Promise.race([started.promise, ended]);
  });
  after(async () => {
    over.resolve();
    await ended;
  });
  return () => {
    if (scene === undefined) throw new Error('the scene is there only while tests run');
    return scene;
  };
}

/** Resolves when the instruments have sent samples of late, as their page shows it. */
export async function untilSampling({ api }: Scene, ...ids: readonly string[]): Promise<void> {
  const live = await api(`/live?topics=${ids.map((id) => `samples:${id}`).join(',')}`, {
    signal: AbortSignal.timeout(PATIENCE),
  });
  const waiting = new Set(ids);
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of live.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    for (const id of waiting) if (text.includes(`"instrument":"${id}"`)) waiting.delete(id);
    if (waiting.size === 0) return;
  }
  throw new Error(`the program ended before samples came of ${[...waiting].join(', ')}`);
}

/** A port that nobody listens on: it must be the same after a restart. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
