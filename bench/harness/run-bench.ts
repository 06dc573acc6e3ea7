import type { Bench, Contestant, Measured, Quantity, Turn } from './bench.ts';
import { stepText } from './words.ts';

/** What one contestant did at one step, in each of its turns. */
export interface Series {
  readonly contestant: Contestant;
  readonly step: number;
  readonly turns: readonly Measured[];
}

/** A contestant that could not do it; it has no further turns at that step. */
export interface Failure {
  readonly bench: string;
  readonly contestant: string;
  readonly step: number;
  readonly message: string;
}

export interface Result {
  readonly bench: Bench;
  /** Without those of the contestants that failed. */
  readonly series: readonly Series[];
  readonly failures: readonly Failure[];
  /** That it all took. */
  readonly seconds: number;
}

export interface Running {
  readonly quick: boolean;
  /** Is told what comes next. */
  readonly onTurn?: (told: string) => void;
  /** After each turn: ends what it left running, and says what that was. */
  readonly clear?: () => Promise<readonly string[]>;
  /** Longest time of a turn, in ms. */
  readonly longest?: number;
}

const ROUNDS = 5;
const LONGEST = 180_000;

/** Each contestant in turn, A B A B …, at each step. */
export async function runBench(bench: Bench, running: Running): Promise<Result> {
  const { quick, onTurn = () => {} } = running;
  const begun = performance.now();
  const rounds = quick ? 1 : (bench.rounds ?? ROUNDS);
  const steps = (quick ? bench.steps?.quick : bench.steps?.values) ?? [0];
  const series: Series[] = [];
  const failures: Failure[] = [];
  for (const step of steps) {
    const at = bench.steps ? ` ${stepText(step, bench.steps)}` : '';
    const able = bench.contestants
      .filter(({ steps }) => steps?.includes(step) ?? true)
      .map((contestant) => ({ contestant, turns: [] as Measured[], failed: false }));
    for (let round = 0; round < rounds; round++) {
      for (const one of able.filter(({ failed }) => !failed)) {
        onTurn(`${bench.name}${at}: ${one.contestant.name}, ${round + 1} of ${rounds}`);
        try {
          one.turns.push(await takeTurn(bench, one.contestant, { quick, step }, running));
        } catch (error) {
          one.failed = true;
          const message = error instanceof Error ? error.message : String(error);
          failures.push({ bench: bench.name, contestant: one.contestant.name, step, message });
        }
      }
    }
    series.push(...able.filter(({ failed }) => !failed).map(({ contestant, turns }) => ({ contestant, step, turns })));
  }
  return { bench, series, failures, seconds: (performance.now() - begun) / 1000 };
}

/** One that hangs is given up; what it started is ended with what others leave behind. */
async function takeTurn(
  { quantities }: Bench,
  { run }: Contestant,
  turn: Turn,
  { clear, longest = LONGEST }: Running,
): Promise<Measured> {
  const { promise: never, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`did not end within ${longest / 1000} s`)), longest);
  let measured: Measured;
  try {
    measured = await Promise.race([run(turn), never]);
  } catch (error) {
    await clear?.();
    throw hinted(error);
  } finally {
    clearTimeout(timer);
  }
  check(measured, quantities);
  const left = (await clear?.()) ?? [];
  if (left.length > 0) throw new Error(`left processes running: ${left.join('; ')}`);
  return measured;
}

function check({ values }: Measured, quantities: readonly Quantity[]): void {
  if (values.length === quantities.length && values.every(Number.isFinite)) return;
  const wanted = quantities.map(({ name, unit }) => `${name} ${unit}`.trim()).join(', ');
  throw new Error(`measured [${values.join(', ')}] where there should be a number for each of: ${wanted}`);
}

/** A program that is missing is named by Node, but not where it comes from. */
function hinted(error: unknown): unknown {
  const program = error instanceof Error ? /^spawn (\S+) ENOENT$/.exec(error.message)?.[1] : undefined;
  if (program === undefined) return error;
  return new Error(`${program} is not installed; .ci/run lists the programs that are needed`, { cause: error });
}
