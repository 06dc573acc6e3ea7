import { readFile } from 'node:fs/promises';

/** Of `/proc/<pid>/stat`: the start time is the 22nd field, and the fields after the name in parentheses begin with the 3rd. */
const START_TIME = 22 - 3;

/**
 * What tells a process from a later one with the same number: this boot of the machine and when in it the process began.
 * Undefined when there is no such process, or where the system has no `/proc`.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, start] = [fields[0], fields[START_TIME]];
    return state === 'Z' || start === undefined ? undefined : `${boot.trim()}/${start}`;
  } catch {
    return undefined;
  }
}

/** Whether the process still runs. One that merely has the same number does not count when its `identity` is known. */
export async function isRunning(pid: number, identity: string | undefined): Promise<boolean> {
  if (identity !== undefined) return (await processIdentity(pid)) === identity;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
