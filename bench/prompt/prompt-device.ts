// An SBE 37-SMP that is awake: it echoes each line, answers it after 1 ms, and prompts. Prints its TCP port, and goes on until it is ended.
import { createServer, type Socket } from 'node:net';
import { simulation } from '../../src/instruments/sea_bird/sbe37-smp/simulation.ts';
import { RECORD } from './sbe37-record.ts';

const ANSWER_MS = 1;
const { acquire_status: STATUS } = simulation.replies ?? {};
const REPLIES = new Map([
  ['ds', String(STATUS)],
  ['ts', RECORD],
]);

function answer(socket: Socket, line: string): void {
  socket.write(`${line}\r\n`);
  setTimeout(() => socket.write(`${REPLIES.get(line) ?? ''}S>`), ANSWER_MS);
}

const server = createServer({ noDelay: true }, (socket) => {
  let typed = '';
  socket.on('error', () => {}).setEncoding('latin1');
  socket.on('data', (text: string) => {
    const lines = (typed + text).split('\r\n');
    typed = lines.pop() ?? '';
    for (const line of lines) answer(socket, line);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : address);
});
