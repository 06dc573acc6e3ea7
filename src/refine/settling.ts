import type { Sample } from '../model/sample.ts';
import type { Refined } from './refiner.ts';

/** Holds back samples whose flags may still change, and those of their streams behind them, so that all go on in their order. */
export class Settling {
  readonly #held = new Map<string, Sample[]>();

  /** Those that are final now. */
  take({ samples, settled }: Refined): Sample[] {
    const final: Sample[] = [];
    for (const sample of settled) this.#replace(sample);
    for (const stream of new Set(settled.map(({ stream }) => stream))) this.#release(stream, final);
    for (const sample of samples) {
      const held = this.#held.get(sample.stream);
      if (held !== undefined && held.length > 0) {
        held.push(sample);
        this.#release(sample.stream, final);
      } else if (sample.provisional) this.#held.set(sample.stream, [sample]);
      else final.push(sample);
    }
    return final;
  }

  /** Those that nothing came behind: they stay as they are. */
  rest(): Sample[] {
    const all = [...this.#held.values()].flat();
    this.#held.clear();
    return all;
  }

  holds(test: (sample: Sample) => boolean): boolean {
    return [...this.#held.values()].some((held) => held.some(test));
  }

  #replace(settled: Sample): void {
    const held = this.#held.get(settled.stream);
    const at = held?.findIndex(({ log }) => log?.day === settled.log?.day && log?.offset === settled.log?.offset) ?? -1;
    if (held !== undefined && at >= 0) held[at] = settled;
  }

  #release(stream: string, final: Sample[]): void {
    const held = this.#held.get(stream) ?? [];
    while (held[0] !== undefined && !held[0].provisional) final.push(held.shift()!);
  }
}
