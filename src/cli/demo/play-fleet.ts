import { fileURLToPath } from 'node:url';
import type { Instrument } from '../../definition/instrument.ts';
import { type Clock, every } from '../../kit/clock.ts';
import type { Use } from '../../kit/scope.ts';
import type { Fault } from '../../simulator/fault.ts';
import { serveReplay } from '../../simulator/replay.ts';
import { type ServedSimulator, serveSimulator } from '../../simulator/serve.ts';
import { type DemoInstrument, FAULT_LASTS } from './demo-fleet.ts';

export interface PlayOptions {
  readonly clock: Clock;
  loadInstrument(kind: string): Promise<Instrument>;
}

/** How each instrument is reached, as a configuration says it, while they are played. */
export async function playFleet(
  fleet: Readonly<Record<string, DemoInstrument>>,
  options: PlayOptions,
  use: Use,
): Promise<Readonly<Record<string, { readonly link: string } | { readonly on: string }>>> {
  const reached = Object.entries(fleet).map(async ([id, one]) => [id, await play(one, options, use)] as const);
  return Object.fromEntries(await Promise.all(reached));
}

async function play({ kind, source }: DemoInstrument, { clock, loadInstrument }: PlayOptions, use: Use) {
  if ('on' in source) return { on: source.on };
  if ('recording' in source) {
    const file = fileURLToPath(new URL(`../../instruments/${source.recording}`, import.meta.url));
    const pace = { bytesPerSecond: source.bytesPerSecond };
    const { port } = use(await serveReplay({ file, pace, loop: true, tcp: 0, clock }));
    return { link: `tcp://127.0.0.1:${port}` };
  }
  const served = use(await serveSimulator(await loadInstrument(kind), { tcp: 0, control: 0, clock }));
  if (source.faults !== undefined) use(inTurn(served, source.faults, clock));
  return { link: `tcp://127.0.0.1:${served.port}?control=${served.control}` };
}

/** Lets one thing after the other go wrong. */
function inTurn({ simulator }: ServedSimulator, faults: readonly Fault[], clock: Clock): Disposable {
  let turn = 0;
  const timer = every(clock, FAULT_LASTS, () => simulator.setFault(faults[++turn % faults.length]!));
  return { [Symbol.dispose]: () => timer.cancel() };
}
