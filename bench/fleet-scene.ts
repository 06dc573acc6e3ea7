import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { stringify } from 'yaml';

const SONDE = resolve(import.meta.dirname, '../bin/sonde.js');
const SIMULATORS = resolve(import.meta.dirname, 'fleet-instruments.ts');
/** After it has been shown that all stream, so long until it is measured, in ms. */
const SETTLING = 20_000;
/** Below those that the system gives out: the port agents take hundreds of them before the agent has its own. */
const PORT = 20_000 + (process.pid % 10_000);

/** Instruments at 1 Hz, simulated in a process of their own, with port agents, an agent and the page; ended with the scope. */
export interface FleetScene extends AsyncDisposable {
  readonly server: string;
  readonly data: string;
  readonly agent: number;
  readonly portAgents: number;
  /** Ends the agent alone; how long that took, in ms. */
  stopAgent(): Promise<number>;
}

export const idOf = (index: number): string => `ctd_${String(index + 1).padStart(3, '0')}`;

export async function fleetScene(instruments: number): Promise<FleetScene> {
  await using stack = new AsyncDisposableStack();
  const data = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  stack.defer(() => rm(data, { recursive: true, force: true }));
  const start = (...args: string[]): ChildProcess => {
    const env = { ...process.env, SONDE_RUNTIME_DIR: join(data, 'sockets'), SONDE_LOG: 'error' };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    stack.defer(async () => void (await stop(child)));
    return child;
  };
  const ports = JSON.parse(await firstLine(start(SIMULATORS, String(instruments)))) as number[];
  const config = join(data, 'sonde.yaml');
  const listen = `127.0.0.1:${PORT}`;
  const server = `http://${listen}`;
  const entries = ports.map((port, i) => [
    idOf(i),
    {
      kind: 'sea_bird.sbe37_smp',
      link: `tcp://127.0.0.1:${port}`,
      startup: { parameters: { interval: 1 }, mode: 'autosample' },
    },
  ]);
  await writeFile(config, stringify({ data, server: { listen }, instruments: Object.fromEntries(entries) }));
  const portAgents = start(SONDE, 'port-agent', '--config', config);
  await setTimeout(2000);
  const agent = start(SONDE, 'run', '--config', config);
  await allStream(server, instruments);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  stack.defer(() => browser.close());
  const page = await browser.newPage();
  await page.goto(server);
  await page.getByText(idOf(0)).first().waitFor();
  await setTimeout(SETTLING);
  const held = stack.move();
  return {
    server,
    data,
    agent: agent.pid!,
    portAgents: portAgents.pid!,
    stopAgent: () => stop(agent),
    [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
  };
}

async function allStream(server: string, instruments: number): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const asked = await fetch(`${server}/api/v1/instruments`).catch(() => undefined);
    const all = ((await asked?.json()) ?? []) as { readonly state: string }[];
    if (all.filter(({ state }) => state === 'autosample').length === instruments) return;
    await setTimeout(500);
  }
  throw new Error(`not all of ${instruments} instruments stream within 5 minutes`);
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.slice(0, text.indexOf('\n'));
}

async function stop(child: ChildProcess): Promise<number> {
  const begun = performance.now();
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  return performance.now() - begun;
}
