// What instruments at 1 Hz cost in one agent while the page is open: `node bench/fleet.ts [count] [seconds]`, 200 for 60 s unless told
// otherwise. A tenth as many are measured first: the difference is what one more costs. All samples are logged, decoded and stored.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { stringify } from 'yaml';
import { costOf } from './process-cost.ts';

const count = Number(process.argv[2] ?? 200);
const seconds = Number(process.argv[3] ?? 60);
const SONDE = resolve(import.meta.dirname, '../bin/sonde.js');
const MIB = 1024 * 1024;

interface Summary {
  readonly id: string;
  readonly state: string;
}
interface Measured {
  readonly rss: number;
  readonly portAgents: number;
  readonly share: number;
  readonly samples: number;
  readonly slowest: number;
}

const env = (data: string) => ({ ...process.env, SONDE_RUNTIME_DIR: join(data, 'sockets'), SONDE_LOG: 'error' });

const start = (args: readonly string[], data: string): ChildProcess =>
  spawn(process.execPath, args, { env: env(data), stdio: ['ignore', 'pipe', 'inherit'] });

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.slice(0, text.indexOf('\n'));
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (await holds().catch(() => false)) return;
    await setTimeout(500);
  }
  throw new Error(`${what}: not within 5 minutes`);
}

async function measure(instruments: number): Promise<Measured> {
  const data = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  const children: ChildProcess[] = [];
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const simulated = start([resolve(import.meta.dirname, 'fleet-instruments.ts'), String(instruments)], data);
    children.push(simulated);
    const ports = JSON.parse(await firstLine(simulated)) as number[];
    const config = join(data, 'sonde.yaml');
    const entries = ports.map((port, i) => [
      `ctd_${String(i + 1).padStart(3, '0')}`,
      {
        kind: 'sea_bird.sbe37_smp',
        link: `tcp://127.0.0.1:${port}`,
        startup: { parameters: { interval: 1 }, mode: 'autosample' },
      },
    ]);
    const listen = '127.0.0.1:8199';
    const server = `http://${listen}`;
    await writeFile(config, stringify({ data, server: { listen }, instruments: Object.fromEntries(entries) }));
    const portAgents = start([SONDE, 'port-agent', '--config', config], data);
    children.unshift(portAgents);
    await setTimeout(2000);
    const agent = start([SONDE, 'run', '--config', config], data);
    children.unshift(agent);
    const summaries = async () => (await (await fetch(`${server}/api/v1/instruments`)).json()) as Summary[];
    await until(
      'all stream',
      async () => (await summaries()).filter(({ state }) => state === 'autosample').length === instruments,
    );
    const page = await browser.newPage();
    await page.goto(server);
    await page.getByText('ctd_001').first().waitFor();
    await setTimeout(20_000);
    const samplesNow = async (): Promise<number> => {
      const text = await (await fetch(`${server}/metrics`)).text();
      return [...text.matchAll(/^sonde_samples_total\{.*stream="ctd".*\} (\d+)/gm)].reduce(
        (sum, [, n]) => sum + Number(n),
        0,
      );
    };
    const [before, had] = [await costOf(agent.pid!), await samplesNow()];
    const begun = performance.now();
    let slowest = 0;
    while (performance.now() - begun < seconds * 1000) {
      const asked = performance.now();
      await fetch(`${server}/api/v1/instruments/ctd_001`).then((answer) => answer.text());
      slowest = Math.max(slowest, performance.now() - asked);
      await setTimeout(1000);
    }
    const took = (performance.now() - begun) / 1000;
    const after = await costOf(agent.pid!);
    return {
      rss: after.rss,
      portAgents: (await costOf(portAgents.pid!)).rss,
      share: (after.cpu - before.cpu) / took,
      samples: ((await samplesNow()) - had) / took,
      slowest,
    };
  } finally {
    await browser.close();
    for (const child of children) await stop(child);
    await rm(data, { recursive: true, force: true });
  }
}

const few = Math.max(1, Math.round(count / 10));
const small = await measure(few);
const large = await measure(count);
const show = (n: number, { rss, portAgents, share, samples, slowest }: Measured): void =>
  console.log(
    `${n} instruments: agent ${(rss / MIB).toFixed(0)} MiB and ${(share * 100).toFixed(1)} % of a core, port agents ${(portAgents / MIB).toFixed(0)} MiB, ` +
      `${samples.toFixed(1)} samples/s, slowest of one overview a second ${slowest.toFixed(0)} ms`,
  );
show(few, small);
show(count, large);
const each = (of: 'rss' | 'portAgents'): string => ((large[of] - small[of]) / (count - few) / MIB).toFixed(2);
const cpu = (((large.share - small.share) / (count - few)) * 100).toFixed(3);
console.log(
  `one more costs ${each('rss')} MiB in the agent, ${each('portAgents')} MiB in the port agent, ${cpu} % of a core`,
);
