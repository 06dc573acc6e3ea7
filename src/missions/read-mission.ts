import { type Path, schemaProblems } from '../config/schema-problems.ts';
import { readYaml, type YamlText } from '../config/yaml-text.ts';
import { milliseconds } from '../kit/duration.ts';
import { ParameterError } from '../kit/errors.ts';
import { parseCondition } from './condition.ts';
import { type FailureText, type MissionText, missionSchema, type StepText } from './mission-schema.ts';
import type { Action, FailureRule, Leaf, MissionPlan, Plan, StreamName } from './plan.ts';

/** A mission's text, read: what it says, and where. */
export interface ReadMission {
  readonly plan: MissionPlan;
  readonly issuesOf: YamlText['issuesOf'];
}

const ABORT: FailureRule = { retries: 0, after: 0, lastly: 'abort' };

/** Reads a mission; a `ParameterError` lists all that is wrong with its form, each thing with its line. `name` is only for messages. */
export function readMission(text: string, name: string): ReadMission {
  const { content, issuesOf } = readYaml(text, name, (issues) => new ParameterError(issues));
  const checked = missionSchema.safeParse(content ?? {});
  if (checked.error) throw new ParameterError(issuesOf(schemaProblems(checked.error, content, missionSchema)));
  return { plan: planOf(checked.data), issuesOf };
}

function planOf(mission: MissionText): MissionPlan {
  const rule = failureRule(mission.on_failure, ABORT);
  let count = 0;
  const place = { rule, branch: '', index: () => count++ };
  return {
    title: mission.title,
    description: mission.description,
    schedule: mission.schedule,
    locks: mission.lock,
    steps: sequence(mission.steps, ['steps'], place),
    atEnd: sequence(mission.finally ?? [], ['finally'], place),
  };
}

function failureRule(said: FailureText | undefined, outer: FailureRule): FailureRule {
  if (said === undefined) return outer;
  const { retry = 0, after } = said;
  return { retries: retry, after: after === undefined ? 0 : milliseconds(after), lastly: said.else };
}

interface Place {
  readonly rule: FailureRule;
  readonly branch: string;
  readonly index: () => number;
}

function sequence(steps: readonly StepText[], path: Path, place: Place): Plan {
  return { is: 'sequence', parts: steps.map((step, i) => planOfStep(step, [...path, i], place)) };
}

function planOfStep(step: StepText, path: Path, outer: Place): Plan {
  const place = { ...outer, rule: failureRule(step.on_failure, outer.rule) };
  if (step.parallel !== undefined) {
    const parts = step.parallel.map((steps, i) =>
      sequence(steps, [...path, 'parallel', i], {
        ...place,
        branch: `${place.branch === '' ? '' : `${place.branch}.`}${i + 1}`,
      }),
    );
    return { is: 'together', parts };
  }
  const parts = actionsOf(step, path).map(
    ({ action, at }): Leaf => ({
      is: 'leaf',
      index: place.index(),
      action,
      onFailure: place.rule,
      path: at,
      branch: place.branch,
    }),
  );
  return parts.length === 1 ? parts[0]! : { is: 'together', parts };
}

interface PlacedAction {
  readonly action: Action;
  readonly at: Path;
}

/** What a step does: with several instruments at the same time where it names several. */
function actionsOf({ discover = [], set = {}, exec = {}, wait }: StepText, path: Path): PlacedAction[] {
  return [
    ...discover.map(
      (instrument): PlacedAction => ({ action: { do: 'discover', instrument }, at: [...path, 'discover'] }),
    ),
    ...Object.entries(set).map(
      ([instrument, values]): PlacedAction => ({
        action: { do: 'set', instrument, values },
        at: [...path, 'set', instrument],
      }),
    ),
    ...Object.entries(exec).map(
      ([instrument, call]): PlacedAction => ({
        action: { do: 'exec', instrument, ...call },
        at: [...path, 'exec', instrument],
      }),
    ),
    ...(wait === undefined ? [] : [{ action: waitOf(wait), at: [...path, 'wait'] }]),
  ];
}

function waitOf(wait: NonNullable<StepText['wait']>): Action {
  const atMost = wait.at_most === undefined ? 0 : milliseconds(wait.at_most);
  if (wait.for !== undefined) return { do: 'pause', for: milliseconds(wait.for) };
  if (wait.sample !== undefined) return { do: 'wait_sample', sample: streamOf(wait.sample), atMost };
  if (wait.time !== undefined) {
    const [hours = 0, minutes = 0] = wait.time.split(':').map(Number);
    return { do: 'wait_time', minutes: hours * 60 + minutes, text: wait.time };
  }
  const text = wait.until ?? ''; // one of the four is there: the schema has seen to it
  return { do: 'wait_until', condition: parseCondition(text), text, atMost };
}

function streamOf(text: string): StreamName {
  const [instrument = '', stream = ''] = text.split('.');
  return { instrument, stream };
}
