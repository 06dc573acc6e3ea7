import type { Bench } from './bench.ts';
import { describeMachine } from './machine.ts';
import { type BenchRecord, recordOf } from './record.ts';
import { type Failure, runBench } from './run-bench.ts';
import { WorkRoom } from './work-room.ts';

export interface Suite {
  readonly quick: boolean;
  /** Is told what comes next, and the minutes that are left where earlier runs tell. */
  readonly onTurn: (told: string) => void;
  readonly onBench: (bench: Bench, record: BenchRecord) => void;
  /** How long a bench took the last time, in seconds. */
  readonly lastTook: (name: string) => number | undefined;
}

/** One bench after the other; a contestant that fails keeps none of the others from its turn. */
export async function runSuite(benches: readonly Bench[], suite: Suite): Promise<readonly Failure[]> {
  await using room = await WorkRoom.open();
  using _ = clearedWhenInterrupted(room);
  const machine = await describeMachine();
  const failures: Failure[] = [];
  for (const [i, bench] of benches.entries()) {
    const begun = performance.now();
    const left = (): string => timeLeft(benches.slice(i), (performance.now() - begun) / 1000, suite);
    const result = await runBench(bench, {
      quick: suite.quick,
      clear: () => room.clear(),
      onTurn: (told) => suite.onTurn(`[${i + 1} of ${benches.length}${left()}] ${told}`),
    });
    failures.push(...result.failures);
    suite.onBench(bench, recordOf(result, new Date(), machine));
  }
  return failures;
}

/** Nothing where it is not known of one of them. */
function timeLeft(benches: readonly Bench[], passed: number, { quick, lastTook }: Suite): string {
  if (quick) return '';
  const all = benches.map(({ name }) => lastTook(name) ?? Number.NaN);
  const left = Math.max(0, all[0]! - passed) + all.slice(1).reduce((sum, seconds) => sum + seconds, 0);
  return Number.isFinite(left) ? `, about ${Math.ceil(left / 60)} min left` : '';
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

function clearedWhenInterrupted(room: WorkRoom): Disposable {
  const handlers = Object.entries(SIGNALS).map(([signal, code]) => {
    const clear = (): void => void room[Symbol.asyncDispose]().finally(() => process.exit(code));
    process.once(signal, clear);
    return { signal, clear };
  });
  return { [Symbol.dispose]: () => handlers.forEach(({ signal, clear }) => void process.off(signal, clear)) };
}
