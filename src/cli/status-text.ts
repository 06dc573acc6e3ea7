import { styleText } from 'node:util';
import { describeMilliseconds } from '../kit/duration.ts';
import type { InstrumentOverview, InstrumentSummary } from '../model/api/instrument.ts';
import { isOver } from '../model/api/job.ts';
import { inWholeUnit, unitWords, valueWords } from '../model/value-words.ts';
import { show, table } from './output.ts';

type Style = Parameters<typeof styleText>[0];
type Shown = InstrumentSummary['values'][number];

/** Where text is shown that may be coloured, and must not be wider. */
export interface Terminal {
  readonly width: number;
}

/** The terminal behind an output; nothing for a pipe or a file. */
export const terminalOf = ({ isTTY, columns }: NodeJS.WriteStream): Terminal | undefined =>
  isTTY ? { width: columns } : undefined;

/** How long ago something was, in words; `now` in ms since 1970. */
export const ago = (time: string | undefined, now: number): string =>
  time === undefined ? '–' : describeMilliseconds(Math.max(0, now - Date.parse(time)));

const alertsText = ({ alarms, warnings }: InstrumentSummary['alerts']): string[] => [
  ...(alarms > 0 ? [`${alarms} alarm${alarms > 1 ? 's' : ''}`] : []),
  ...(warnings > 0 ? [`${warnings} warning${warnings > 1 ? 's' : ''}`] : []),
];

const measured = ({ value: stored, unit: own }: Shown): string[] => {
  const { value, unit } = inWholeUnit(stored, own);
  return [valueWords(value), unitWords(unit)];
};

const oneLine = (text: string): string => show(text).replace(/\s+/g, ' ');

const trouble = ({ alerts, problem, lock }: InstrumentSummary): string =>
  [
    ...alertsText(alerts),
    ...(problem === undefined ? [] : [oneLine(problem)]),
    ...(lock === undefined ? [] : [`held by ${lock.holder}`]),
  ].join('; ');

const styleOf = ({ alerts: { alarms, warnings }, problem, late }: InstrumentSummary): Style | undefined => {
  if (alarms > 0) return 'red';
  return warnings > 0 || late || problem !== undefined ? 'yellow' : undefined;
};

/** A line for each instrument; on a terminal no wider than that, and the troubled ones coloured. `now` is by the clock of who runs it. */
export function statusTable(
  all: readonly { readonly summary: InstrumentSummary; readonly now: number }[],
  terminal?: Terminal,
): string {
  const rows = all.map(({ summary, now }) => [
    summary.id,
    summary.state,
    `${summary.late ? 'late, ' : ''}${ago(summary.last_sample, now)}`,
    trouble(summary),
    summary.values.map((one) => [one.field, ...measured(one)].join(' ').trimEnd()).join(' · '),
  ]);
  const lines = table([['instrument', 'state', 'last sample', 'trouble', 'values'], ...rows]);
  if (terminal === undefined) return lines;
  const styles = [undefined, ...all.map(({ summary }) => styleOf(summary))];
  return lines
    .trimEnd()
    .split('\n')
    .map((line, i) => `${styled(styles[i], cut(line, terminal.width))}\n`)
    .join('');
}

const styled = (style: Style | undefined, text: string): string =>
  style === undefined ? text : styleText(style, text, { validateStream: false });

const cut = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);

/** All that there is to say of one instrument. */
export function overviewText(one: InstrumentOverview, now: number, terminal?: Terminal): string {
  const strong = (style: Style, text: string): string => styled(terminal && style, text);
  const title = (text: string): string => strong('bold', text);
  const known = Object.entries(one.parameters).filter(([, { actual }]) => actual !== null);
  const unknown = Object.keys(one.parameters).filter((name) => one.parameters[name]?.actual === null);
  const parameters = known.map(([name, { actual, desired, verified }]) => [
    `  ${name}`,
    show(actual),
    desired === undefined || show(desired) === show(actual) ? '' : `asked for ${show(desired)}`,
    verified === undefined ? '' : `${ago(verified, now)} ago`,
  ]);
  const streams = Object.entries(one.streams).map(([name, { samples, received, late, interval }]) => [
    `  ${name}`,
    `${samples} samples`,
    `${late ? 'late, ' : ''}${ago(received, now)} ago`,
    interval === undefined ? '' : `every ${describeMilliseconds(interval * 1000)}`,
  ]);
  const { received, unmatched, checksum_failed: failed } = one.bytes;
  const facts = [
    ['kind', `${one.kind} (${one.model})`],
    [
      'state',
      `${one.state} for ${ago(one.state_since, now)}${one.wanted === undefined ? '' : `, wanted: ${one.wanted}`}`,
    ],
    ...(one.problem === undefined ? [] : [['problem', strong('yellow', oneLine(one.problem))]]),
    ...(one.lock === undefined ? [] : [['lock', `${one.lock.holder}: ${one.lock.reason}, until ${one.lock.expires}`]]),
    ['possible now', one.capabilities.join(', ')],
    ['bytes', `${received} received, ${unmatched} unmatched, ${failed} wrong checksums`],
  ];
  const jobs = one.jobs
    .filter((job) => !isOver(job))
    .map(({ command, state, created, by, progress }) => [
      `  ${command}`,
      state,
      `${ago(created, now)} ago`,
      by,
      progress?.text ?? '',
    ]);
  const alerts = one.active_alerts.map(({ level, text, raised }) => [
    `  ${level}`,
    oneLine(text),
    `${ago(raised, now)} ago`,
  ]);
  return [
    `${title(one.id)}  ${one.name}\n`,
    table(facts.map(([name = '', text = '']) => [`  ${name}`, text])),
    ...section(
      title('values'),
      one.values.map((value) => [`  ${value.title}`, ...measured(value)]),
    ),
    ...section(title('streams'), streams),
    ...section(title('jobs'), jobs),
    ...section(title('alerts'), alerts),
    ...section(title('parameters'), parameters),
    ...(unknown.length > 0 ? [`  not known yet: ${unknown.join(', ')}\n`] : []),
  ].join('');
}

const section = (title: string, rows: string[][]): string[] => (rows.length === 0 ? [] : [`${title}\n`, table(rows)]);
