// Serves simulated instruments: `node bench/fleet-instruments.ts <count>` prints their TCP ports as JSON and goes on until it is ended.
import { loadInstrument } from '../src/instruments/find-instrument.ts';
import { systemClock } from '../src/kit/clock.ts';
import { serveSimulator } from '../src/simulator/serve.ts';

const definition = await loadInstrument('sea_bird.sbe37_smp');
const served = await Promise.all(
  Array.from({ length: Number(process.argv[2]) }, () => serveSimulator(definition, { tcp: 0, clock: systemClock })),
);
console.log(JSON.stringify(served.map(({ port }) => port)));
