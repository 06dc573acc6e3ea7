// Serves simulated instruments that stream at 1 Hz: `node devices.ts COUNT`, forked. Sends their TCP ports, and for each `begin` or `end` what
// came to be: at `end` the first value of every record that each has sent since `begin`.
import { loadInstrument } from '../../src/instruments/find-instrument.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { serveSimulator } from '../../src/simulator/serve.ts';
import { firstNumber } from './first-number.ts';

const definition = await loadInstrument('sea_bird.sbe37_smp');
const count = Number(process.argv[2]);
let sent: number[][] | undefined;

const served = await Promise.all(
  Array.from({ length: count }, async (_, i) => {
    const one = await serveSimulator(definition, {
      tcp: 0,
      clock: systemClock,
      initial: { interval: 1 },
      streaming: true,
    });
    one.simulator.onSend((bytes) => {
      const value = firstNumber(Buffer.from(bytes).toString('latin1'));
      if (value !== undefined) sent?.[i]?.push(value);
    });
    return one;
  }),
);

process.on('message', (asked) => {
  if (asked === 'begin') sent = served.map(() => []);
  process.send?.(asked === 'end' ? sent : []);
});
process.send?.(served.map(({ port }) => port));
