import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ask, nextMessage, run } from './processes.ts';

const DEVICES = fileURLToPath(new URL('devices.ts', import.meta.url));
const PORTS = z.array(z.number());
const SENT = z.array(z.array(z.number()));

/** Instruments at 1 Hz in a process of their own; ended with the scope. */
export interface Devices extends AsyncDisposable {
  readonly ports: readonly number[];
  /** What they send from now on is noted. */
  begin(): Promise<void>;
  /** For each, the first value of every record since `begin`. */
  end(): Promise<readonly (readonly number[])[]>;
}

export async function startDevices(count: number): Promise<Devices> {
  const running = run(DEVICES, [String(count)]);
  try {
    return {
      ports: PORTS.parse(await nextMessage(running)),
      begin: async () => void (await ask(running, 'begin')),
      end: async () => SENT.parse(await ask(running, 'end')),
      [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
    };
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}

/** Rejects where what was kept of an instrument is not, in one piece, all that it sent. */
export function checkWhole(id: string, sent: readonly number[], kept: readonly number[], least: number): void {
  if (sent.length < least) throw new Error(`${id} sent ${sent.length} records; ${least} should have come`);
  if (!`,${kept.join()},`.includes(`,${sent.join()},`))
    throw new Error(`${id}: of ${sent.length} records that were sent some are missing among the ${kept.length} kept`);
}
