// A run that never ends, for the test that interrupts it: tells where its temporary files are when its device runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { runSuite } from './suite.ts';
import { toy, toyBench } from './test-toys.ts';

const hangs = toy('Sonde', 'sonde', [1], async () => {
  const device = spawn('sh', ['-c', 'echo here; mkfifo "$TMPDIR/never"; read never <"$TMPDIR/never"'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(device.stdout, 'data');
  console.log(JSON.stringify({ folder: tmpdir(), pid: device.pid }));
  await new Promise(() => {});
});

await runSuite([toyBench({ contestants: [hangs] })], {
  quick: true,
  lastTook: () => undefined,
  onTurn: () => {},
  onBench: () => {},
});
