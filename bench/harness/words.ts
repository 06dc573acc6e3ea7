import type { Bench, Goal, ProcessUse, Quantity, Steps } from './bench.ts';
import type { Spread } from './record.ts';

const THREE = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const SCALES = [
  { from: 1e6, by: 1e6, letter: ' M' },
  { from: 1e5, by: 1e3, letter: ' k' },
] as const;

/** With three digits that say something: `1.52 M`, `641 k`, `350`, `0.23`. */
export function figure(value: number): string {
  const scale = SCALES.find(({ from }) => Math.abs(value) >= from);
  return scale === undefined ? THREE.format(value) : `${THREE.format(value / scale.by)}${scale.letter}`;
}

/** `350 MB/s`, `1.52 M samples/s`, `1.52 M/s` */
export const withUnit = (value: number, { unit }: Pick<Quantity, 'unit'>): string =>
  `${figure(value)}${unit === '' || unit.startsWith('/') ? '' : ' '}${unit}`;

/** With the least and the most of its turns: `350 MB/s (341…352)`. */
export const withRange = ({ median, min, max }: Spread, quantity: Pick<Quantity, 'unit'>): string =>
  withUnit(median, quantity) + (min === max ? '' : ` (${figure(min)}…${figure(max)})`);

/** `≥ 350 MB/s`, `≥ 3 × xstate` */
export function goalText(goal: Goal, quantity: Quantity): string {
  const sign = quantity.better === 'more' ? '≥' : '≤';
  return 'ratio' in goal ? `${sign} ${figure(goal.ratio)} × ${goal.to}` : `${sign} ${withUnit(goal.value, quantity)}`;
}

/** `16 clients`, `1 client`, `65,536 bytes` */
export const stepText = (step: number, { of }: Steps): string =>
  `${step.toLocaleString('en')} ${step === 1 ? of.replace(/(?<=\w{3})s$/, '') : of}`;

/** "Port agent, bulk, log on: p50, 16 clients" */
export function what({ title, steps }: Bench, { name }: Quantity, step: number): string {
  const details = [name, steps && stepText(step, steps)].filter(Boolean).join(', ');
  return details === '' ? title : `${title}: ${details}`;
}

/** How many times better the one is than the other: above 1 it is ahead. Nothing where that has no meaning. */
export function timesBetter(one: number, other: number, { better }: Quantity): string {
  const times = better === 'more' ? one / other : other / one;
  return Number.isFinite(times) && times > 0 ? `${figure(times)} ×` : '–';
}

export const useText = ({ name, cpu, memory }: ProcessUse): string =>
  `${name} ${figure(Math.round(cpu * 100))} %, ${figure(Math.round(memory / 2 ** 20))} MiB`;
