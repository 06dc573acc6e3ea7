import { readFile } from 'node:fs/promises';
import type { ProcessUse } from './bench.ts';

/** Clock ticks a second, as the kernel counts a process's time (`getconf CLK_TCK`; 100 on every Linux that is in use). */
const TICKS = 100;

/** CPU seconds that a process has used so far. From `/proc`, see proc(5). */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name in brackets: utime and stime are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Bytes of memory that a process holds now, or held at its peak. */
export async function memoryOf(pid: number, which: 'now' | 'peak'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kib = '0'] = (which === 'now' ? /^VmRSS:\s+(\d+) kB/m : /^VmHWM:\s+(\d+) kB/m).exec(status) ?? [];
  return Number(kib) * 1024;
}

/** Watches a process from now on; what it used is told while it still runs. */
export async function watchProcess(name: string, pid: number): Promise<() => Promise<ProcessUse>> {
  const before = await cpuSeconds(pid);
  const begun = performance.now();
  return async () => {
    const [after, memory] = await Promise.all([cpuSeconds(pid), memoryOf(pid, 'peak')]);
    return { name, cpu: ((after - before) * 1000) / (performance.now() - begun), memory };
  };
}
