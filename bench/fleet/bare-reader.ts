// What a user would write: reads TCP devices, cuts what comes into lines, appends each to its device's file and parses its number.
// `node bare-reader.ts FOLDER PORT,PORT,…`, forked; says `connected` when it is connected to all, and what came last of each when it is asked.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
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
process.on('message', () => process.send?.(latest));
process.send?.('connected');
