// A device that streams: `node device.ts <form> <plan as JSON>`, forked; see `Plan` and `DeviceNews`.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { DeviceNews, Plan } from './device-plan.ts';
import { FORMS, isFormName, recordsOf } from './forms.ts';
import { now } from './now.ts';

const [name, json = ''] = process.argv.slice(2);
if (!isFormName(name)) throw new Error(`'${name}' is none of ${Object.keys(FORMS)}`);
const form = FORMS[name];
const { count, warmUp, batch, gap }: Plan = JSON.parse(json);

const WARM_UP_GAP = 20;
/** Written at once in a flood, in bytes. */
const FLOOD = 65_536;

const tell = (news: DeviceNews): void => void process.send?.(news);

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => {});
  void stream(socket);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) tell({ type: 'port', port: address.port });
});
process.on('disconnect', () => process.exit());
const begun = new Promise<void>((resolve) => process.once('message', () => resolve()));

/** First slowly, so that it is known to stream; then, when it is told to, as planned. */
async function stream(socket: Socket): Promise<void> {
  let isBegun = false;
  void begun.then(() => {
    isBegun = true;
  });
  const early = recordsOf(form, 0, warmUp);
  for (let i = 0; i < warmUp; i++) {
    socket.write(early.subarray(i * form.size, (i + 1) * form.size));
    if (!isBegun) await setTimeout(WARM_UP_GAP);
  }
  const rest = recordsOf(form, warmUp, count - warmUp);
  await begun;
  const step = batch === undefined ? FLOOD : batch * form.size;
  const times: number[] = [];
  const start = now();
  for (let at = 0; at < rest.length; at += step) {
    const due = start + (at / step) * (gap ?? 0);
    // A random phase, as between two clocks.
    if (gap !== undefined) await setTimeout(Math.max(0, due - now() + Math.random() * gap));
    times.push(now());
    if (!socket.write(rest.subarray(at, at + step))) await once(socket, 'drain');
  }
  tell({ type: 'written', start, times: gap === undefined ? [] : times });
}
