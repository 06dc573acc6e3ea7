// What a user would write: reads TCP devices, cuts what comes into lines, appends each to its device's file and parses its number.
// `node bare-reader.ts FOLDER PORT,PORT,…`, forked; says `connected` when it is connected to all, and how late its loop is, in ms, when asked.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { firstNumber } from './first-number.ts';

const [folder = '', ports = ''] = process.argv.slice(2);
const latest: (number | undefined)[] = [];

await Promise.all(
  ports.split(',').map(async (port, i) => {
    const file = createWriteStream(join(folder, `${i}.txt`));
    const socket = connect(Number(port), '127.0.0.1');
    let rest = '';
    socket.setEncoding('latin1').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        file.write(`${line}\n`);
        latest[i] = firstNumber(line);
      }
    });
    await once(socket, 'connect');
  }),
);
const late = monitorEventLoopDelay({ resolution: 20 });
late.enable();
process.on('message', () => process.send?.(late.percentile(99) / 1e6));
process.send?.('connected');
