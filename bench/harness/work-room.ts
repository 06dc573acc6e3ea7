import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** How long processes may take to end after a turn, in ms. */
const GRACE = 2000;
const LOOKS_EVERY = 50;

/**
 * Where a run keeps its temporary files: `TMPDIR` of all that it starts. That also shows, in `/proc`, which processes are of this run,
 * however they were detached, so that none stays behind when a contestant fails or the run is interrupted.
 */
export class WorkRoom implements AsyncDisposable {
  readonly folder: string;
  readonly #before: string | undefined;

  private constructor(folder: string) {
    this.folder = folder;
    this.#before = process.env.TMPDIR;
    process.env.TMPDIR = folder;
  }

  static async open(): Promise<WorkRoom> {
    return new WorkRoom(await mkdtemp(join(tmpdir(), 'sonde-bench-')));
  }

  /** Ends the processes that were left behind, after a moment to end by themselves; says which. */
  async clear(grace = GRACE): Promise<readonly string[]> {
    const until = performance.now() + grace;
    let left = await this.#processes();
    while (left.length > 0 && performance.now() < until) {
      await setTimeout(LOOKS_EVERY);
      left = await this.#processes();
    }
    for (const { pid } of left) end(pid);
    return left.map(({ pid, command }) => `${command} (${pid})`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.clear(0);
    if (this.#before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = this.#before;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #processes(): Promise<readonly { readonly pid: number; readonly command: string }[]> {
    const mark = `TMPDIR=${this.folder}`;
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(
      pids.map(async (pid) => {
        const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
        if (!environment.split('\0').includes(mark)) return [];
        const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
        return [{ pid: Number(pid), command: command.split('\0').join(' ').trim() }];
      }),
    );
    return found.flat();
  }
}

/** It may have ended meanwhile. */
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}
