// Runs one contestant's function and tells what it measured and used: `node child.ts MODULE EXPORT [ARGUMENTS]`, see `in-child.ts`.
import { pathToFileURL } from 'node:url';
import type { Measured } from './bench.ts';

const [module = '', name = '', args = '[]'] = process.argv.slice(2);
const contestants: Record<string, (...args: unknown[]) => readonly number[] | Promise<readonly number[]>> =
  await import(pathToFileURL(module).href);
const run = contestants[name];
if (run === undefined) throw new Error(`${module} exports no ${name}`);

const begun = performance.now();
const before = process.cpuUsage();
const values = await run(...JSON.parse(args));
const { user, system } = process.cpuUsage(before);
const cpu = (user + system) / 1000 / (performance.now() - begun);
const memory = process.resourceUsage().maxRSS * 1024;
const measured: Measured = { values, processes: [{ name: 'one process', cpu, memory }] };
// Whatever it left open ends with it.
process.send?.(measured, () => process.exit());
