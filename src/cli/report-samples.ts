import type { InstrumentAgent } from '../agent/instrument-agent.ts';
import { toSampleJson } from '../model/sample-json.ts';

/** Prints every sample as one line of JSON. */
export function reportSamples(agents: ReadonlyMap<string, InstrumentAgent>, stdout: NodeJS.WritableStream): Disposable {
  const stops = [...agents.values()].map((agent) =>
    agent.events.add((event) => {
      if (event.type !== 'sample' || event.samples.length === 0) return;
      stdout.write(event.samples.map((sample) => `${JSON.stringify(toSampleJson(sample))}\n`).join(''));
    }),
  );
  return {
    [Symbol.dispose]() {
      for (const stop of stops) stop();
    },
  };
}
