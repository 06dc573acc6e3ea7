import type { Path } from '../config/schema-problems.ts';
import { describeMilliseconds } from '../kit/duration.ts';
import type { Values } from '../model/sample.ts';
import { toJsonValue } from '../model/sample-json.ts';
import { type Condition, comparisonsOf } from './condition.ts';

/** What is done when a step fails: it is tried so often again, each time after so many ms, and then the mission ends or goes on. */
export interface FailureRule {
  readonly retries: number;
  readonly after: number;
  readonly lastly: 'abort' | 'skip';
}

export interface StreamName {
  readonly instrument: string;
  readonly stream: string;
}

/** Something that a mission does. Durations are in ms. */
export type Action =
  | { readonly do: 'discover'; readonly instrument: string }
  | { readonly do: 'set'; readonly instrument: string; readonly values: Values }
  | {
      readonly do: 'exec';
      readonly instrument: string;
      readonly command: string;
      readonly args: Values;
      readonly confirm: boolean;
    }
  | { readonly do: 'pause'; readonly for: number }
  /** Until it is that late, in minutes after midnight UTC. */
  | { readonly do: 'wait_time'; readonly minutes: number; readonly text: string }
  | { readonly do: 'wait_sample'; readonly sample: StreamName; readonly atMost: number }
  | { readonly do: 'wait_until'; readonly condition: Condition; readonly text: string; readonly atMost: number };

/** A step that does one thing. */
export interface Leaf {
  readonly is: 'leaf';
  /** Its place among all steps of the mission. */
  readonly index: number;
  readonly action: Action;
  readonly onFailure: FailureRule;
  /** Where it stands in the text. */
  readonly path: Path;
  /** The branch that it is of, where several go on at once: `2` or `2.1`. */
  readonly branch: string;
}

/** Steps: one after the other, or branches at the same time. */
export type Plan =
  | Leaf
  | { readonly is: 'sequence'; readonly parts: readonly Plan[] }
  | { readonly is: 'together'; readonly parts: readonly Plan[] };

/** A mission as its text says it. */
export interface MissionPlan {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly schedule: string | undefined;
  /** It holds the instruments that it uses. */
  readonly locks: boolean;
  readonly steps: Plan;
  /** Carried out at the end, however that comes. */
  readonly atEnd: Plan;
}

export const leavesOf = (plan: Plan): Leaf[] => (plan.is === 'leaf' ? [plan] : plan.parts.flatMap(leavesOf));
export const allLeaves = ({ steps, atEnd }: MissionPlan): Leaf[] => [...leavesOf(steps), ...leavesOf(atEnd)];

/** The instruments that a mission does something with; those that it only looks at are not among them. */
export const usedInstruments = (plan: MissionPlan): string[] => [
  ...new Set(allLeaves(plan).flatMap(({ action }) => ('instrument' in action ? [action.instrument] : []))),
];

/** All instruments that a mission speaks of, also those that it only looks at. */
export const namedInstruments = (plan: MissionPlan): string[] => [
  ...new Set(allLeaves(plan).flatMap(({ action }) => instrumentsOf(action))),
];

export function instrumentsOf(action: Action): string[] {
  if ('instrument' in action) return [action.instrument];
  if (action.do === 'wait_sample') return [action.sample.instrument];
  return action.do === 'wait_until' ? comparisonsOf(action.condition).map(({ left }) => left.instrument) : [];
}

const assigned = (values: Values): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(toJsonValue(value))}`)
    .join('');

function describeAction(action: Action): string {
  switch (action.do) {
    case 'discover':
      return `${action.instrument}: discover`;
    case 'set':
      return `${action.instrument}: set${assigned(action.values)}`;
    case 'exec':
      return `${action.instrument}: exec ${action.command}${assigned(action.args)}`;
    case 'pause':
      return `wait ${describeMilliseconds(action.for)}`;
    case 'wait_time':
      return `wait until ${action.text} UTC`;
    case 'wait_sample':
      return `wait for a sample of ${action.sample.instrument}.${action.sample.stream}, at most ${describeMilliseconds(action.atMost)}`;
    case 'wait_until':
      return `wait until ${action.text}, at most ${describeMilliseconds(action.atMost)}`;
  }
}

/** The step as people read it. */
export const describeLeaf = ({ action, branch }: Leaf): string =>
  `${branch === '' ? '' : `[${branch}] `}${describeAction(action)}`;
