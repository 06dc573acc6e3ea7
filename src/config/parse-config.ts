import { ConfigError, describeError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { entriesOf, isRecord } from '../kit/records.ts';
import { parseLink } from '../link/parse-link.ts';
import { checkCron } from './cron.ts';
import { linkProblems } from './link-problems.ts';
import { type Deployed, type KnownHosts, passengerProblems } from './passenger-problems.ts';
import { RESERVED } from './reserved.ts';
import { sameLinkProblems } from './same-link.ts';
import { type Config, configSchema } from './schema.ts';
import { type Path, type Problem, schemaProblems } from './schema-problems.ts';
import { readYaml } from './yaml-text.ts';

/** What a configuration may refer to. */
export interface Known extends Partial<KnownHosts> {
  readonly kinds: readonly string[];
  /** What is wrong with these start-up values for an instrument of this kind, and with these names of scheduled commands. */
  problemsOf?(kind: string, parameters: unknown, jobs: readonly string[]): readonly KindProblem[];
  /** What is wrong with these calibrations for an instrument of this kind, each with its path from there. */
  calibrationProblems?(kind: string, calibrations: readonly unknown[]): readonly Problem[];
  /** What is wrong with these quality tests for an instrument of this kind, at a known depth or not, each with its path from there. */
  qualityProblems?(kind: string, quality: unknown, hasDepth: boolean): readonly Problem[];
  /** What is wrong with these alerts for an instrument of this kind, each with its path from there. */
  alertProblems?(kind: string, alerts: unknown): readonly Problem[];
  /** The links of this kind of instrument, where it has several. */
  linkNames?(kind: string): readonly string[] | undefined;
  /** What a list may show of this kind of instrument. */
  fieldNames?(kind: string): readonly string[];
}

/** A start-up value or a job that an instrument's kind does not know, by its name. */
export interface KindProblem {
  readonly section: 'parameters' | 'schedule';
  readonly name: string;
  readonly message: string;
}

/** How an instrument is reached: an instrument has one of these. */
const WAYS = {
  link: 'Sonde owns the connection',
  links: 'each of its connections, by name',
  attach: 'a port agent that somebody else runs',
  on: 'another instrument here that it is found behind',
} as const;

const ONE_WAY = `needs exactly one of ${Object.entries(WAYS)
  .map(([name, what]) => `${name} (${what})`)
  .join(', ')}`;

const SECTIONS = { parameters: ['startup', 'parameters'], schedule: ['schedule'] } as const;

/**
 * Reads a configuration. All that is wrong with it is one `ConfigError`: each thing with its line, its path and what would be
 * right. `file` is only for messages.
 */
export function parseConfig(text: string, file: string, known: Known): Config {
  const { content, issuesOf } = readYaml(text, file, (issues) => new ConfigError(issues));
  const checked = configSchema.safeParse(content ?? {});
  const problems = [
    ...(checked.error ? schemaProblems(checked.error, content, configSchema) : []),
    ...instrumentProblems(content, known),
    ...sameLinkProblems(content),
    ...webhookProblems(content),
  ];
  if (!checked.success || problems.length > 0) throw new ConfigError(issuesOf(problems));
  return checked.data;
}

/** What the schema cannot see. It is looked for in what the file says, not in what the schema made of it: all errors come at once. */
function instrumentProblems(content: unknown, known: Known): Problem[] {
  const instruments = isRecord(content) ? content.instruments : undefined;
  const all = entriesOf(instruments).map(deployed);
  return entriesOf(instruments).flatMap(([id, instrument], i) => {
    if (!isRecord(instrument)) return [];
    const path = ['instruments', id];
    const { kind, link, links, schedule, startup, calibrations, quality, position, alerts, show } = instrument;
    const parameters = isRecord(startup) ? (startup.parameters ?? {}) : {};
    const knownKind = typeof kind === 'string' && known.kinds.includes(kind);
    return [
      ...(RESERVED.includes(id) ? [{ path, message: `'${id}' is the name of something else in the data folder` }] : []),
      ...(typeof kind === 'string' && !known.kinds.includes(kind)
        ? [{ path: [...path, 'kind'], message: `'${kind}' is not known; ${nearest(kind, known.kinds)}` }]
        : []),
      ...(knownKind
        ? (known.problemsOf?.(
            kind,
            parameters,
            entriesOf(schedule).map(([job]) => job),
          ) ?? [])
        : []
      ).map(({ section, name, message }) => ({ path: [...path, ...SECTIONS[section], name], message })),
      ...(knownKind && Array.isArray(calibrations) ? (known.calibrationProblems?.(kind, calibrations) ?? []) : []).map(
        (problem) => ({ ...problem, path: [...path, 'calibrations', ...problem.path] }),
      ),
      ...(knownKind
        ? (known.qualityProblems?.(kind, quality, isRecord(position) && position.depth !== undefined) ?? [])
        : []
      ).map((problem) => ({ ...problem, path: [...path, 'quality', ...problem.path] })),
      ...(knownKind ? (known.alertProblems?.(kind, alerts) ?? []) : []).map((problem) => ({
        ...problem,
        path: [...path, 'alerts', ...problem.path],
      })),
      ...wayProblems(instrument, [
        ...passengerProblems(all[i]!, all, { hostKinds: () => undefined, ...known }),
        ...(knownKind && instrument.on === undefined ? linkProblems(kind, instrument, known.linkNames?.(kind)) : []),
      ]).map((problem) => ({ ...problem, path: [...path, ...problem.path] })),
      ...(knownKind && Array.isArray(show) ? showProblems(kind, show, known.fieldNames?.(kind) ?? []) : []).map(
        (problem) => ({ ...problem, path: [...path, 'show', ...problem.path] }),
      ),
      ...(typeof link === 'string' ? attempt(() => parseLink(link), [...path, 'link']) : []),
      ...entriesOf(links).flatMap(([name, text]) =>
        typeof text === 'string' ? attempt(() => parseLink(text), [...path, 'links', name]) : [],
      ),
      ...entriesOf(schedule).flatMap(([name, job]) =>
        isRecord(job) && typeof job.cron === 'string'
          ? attempt(() => checkCron(String(job.cron)), [...path, 'schedule', name, 'cron'])
          : [],
      ),
    ];
  });
}

/** The instruments that a web hook is for are there. */
function webhookProblems(content: unknown): Problem[] {
  const { instruments, outputs } = isRecord(content) ? content : {};
  const ids = entriesOf(instruments).map(([id]) => id);
  const webhooks = isRecord(outputs) && Array.isArray(outputs.webhooks) ? outputs.webhooks : [];
  return webhooks.flatMap((webhook: unknown, i) => {
    const named = isRecord(webhook) && Array.isArray(webhook.instruments) ? webhook.instruments : [];
    return named.flatMap((id: unknown, k): Problem[] =>
      typeof id !== 'string' || ids.includes(id)
        ? []
        : [
            {
              path: ['outputs', 'webhooks', i, 'instruments', k],
              message: `'${id}' is no instrument here; ${nearest(id, ids)}`,
            },
          ],
    );
  });
}

const showProblems = (kind: string, show: readonly unknown[], names: readonly string[]): Problem[] =>
  show.flatMap((name, i) =>
    typeof name !== 'string' || names.length === 0 || names.includes(name)
      ? []
      : [{ path: [i], message: `'${name}' is no field of ${kind}; ${nearest(name, names)}` }],
  );

function deployed([id, instrument]: [string, unknown]): Deployed {
  const { kind, on, startup } = isRecord(instrument) ? instrument : {};
  const mode = isRecord(startup) ? startup.mode : undefined;
  return { id, kind: typeof kind === 'string' ? kind : undefined, on, mode };
}

/** How it is reached is said once; where it is not said, what its kind is reached by says more than that. */
function wayProblems(instrument: Readonly<Record<string, unknown>>, own: readonly Problem[]): readonly Problem[] {
  const said = Object.keys(WAYS).filter((way) => instrument[way] !== undefined);
  const isTold = said.length === 1 || (said.length === 0 && own.length > 0);
  return isTold ? own : [{ path: [], message: ONE_WAY }, ...own];
}

function attempt(parse: () => unknown, path: Path): Problem[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError) || error.issues.length === 0) return [{ path, message: describeError(error) }];
    // Each is named after a part of the link, or after the link.
    return error.issues.map(({ name, message }) => ({
      path,
      message: name === 'link' ? message : `${name}: ${message}`,
    }));
  }
}
