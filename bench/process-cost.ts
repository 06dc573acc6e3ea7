import { readdir, readFile } from 'node:fs/promises';

/** Clock ticks a second, as the kernel counts a process's time (`getconf CLK_TCK`; 100 on every Linux that is in use). */
const TICKS = 100;

/** What a process takes: bytes of memory that it holds, CPU seconds so far, and files and sockets that it has open. */
export interface ProcessCost {
  readonly rss: number;
  readonly cpu: number;
  readonly files: number;
}

/** From `/proc`, see proc(5). */
export async function costOf(pid: number): Promise<ProcessCost> {
  const [status, stat, files] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readdir(`/proc/${pid}/fd`),
  ]);
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  // After the name in brackets: utime and stime are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    rss: Number(kib) * 1024,
    cpu: (Number(fields[11]) + Number(fields[12])) / TICKS,
    files: files.length,
  };
}
