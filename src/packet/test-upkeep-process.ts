// Does one turn of upkeep in a process of its own, for tests that kill it: `node test-upkeep-process.ts <dir> <archive> <now>`.
import { keepUp } from './upkeep.ts';

const [dir = '', archive = '', now = ''] = process.argv.slice(2);
process.stdout.write('begun\n');
await keepUp(
  { dir, name: 'ctd', open: '2026-11-24', now: BigInt(now), rules: { compress: true, archive, keepDays: 2 } },
  ({ type, day }) => void process.stdout.write(`${type} ${day}\n`),
);
