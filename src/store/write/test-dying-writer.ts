// Writes numbered samples to a folder and kills itself at a step: `node test-dying-writer.ts <folder> <step> <from> <to>`.

import { openDuck } from '../duck.ts';
import { withStreamLock } from '../locks.ts';
import { facts, sample } from '../test-samples.ts';
import { storeDay } from './test-store-day.ts';

const [own = '', step, from, to] = process.argv.slice(2);
const duck = await openDuck({ memory: 64 * 1024 * 1024, threads: 1 });
const connection = await duck.connect();
const samples = Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => sample(Number(from) + i));
await withStreamLock(own, 'ctd', () =>
  storeDay(
    { connection, own, stream: 'ctd', onStep: (now) => void (now === step && process.kill(process.pid, 'SIGKILL')) },
    '2026-01-01',
    facts,
    samples,
  ),
);
connection.closeSync();
duck[Symbol.dispose]();
