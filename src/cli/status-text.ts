import { styleText } from 'node:util';
import { describeMilliseconds } from '../kit/duration.ts';
import type { InstrumentOverview, InstrumentSummary } from '../model/api/instrument.ts';
import { rounded, show, table } from './output.ts';

type Style = Parameters<typeof styleText>[0];

/** How long ago something was, in words; `now` in ms since 1970. */
export const ago = (time: string | undefined, now: number): string =>
  time === undefined ? '–' : describeMilliseconds(Math.max(0, now - Date.parse(time)));

const styled = (style: Style | undefined, text: string, isStyled: boolean): string =>
  style === undefined || !isStyled ? text : styleText(style, text);

const alertsText = ({ alarms, warnings }: InstrumentSummary['alerts']): string =>
  [
    ...(alarms > 0 ? [`${alarms} alarm${alarms > 1 ? 's' : ''}`] : []),
    ...(warnings > 0 ? [`${warnings} warning${warnings > 1 ? 's' : ''}`] : []),
  ].join(', ');

const valueText = ({ title, value, unit }: InstrumentSummary['values'][number]): string =>
  `${title} ${show(rounded(value))}${unit === undefined || unit === '1' ? '' : ` ${unit}`}`;

/** A line for each instrument, the troubled ones marked. */
export function statusTable(summaries: readonly InstrumentSummary[], now: number): string {
  const rows = summaries.map((one) => [
    one.id,
    one.state,
    one.late ? `late, ${ago(one.last_sample, now)}` : ago(one.last_sample, now),
    one.values.map(valueText).join(' · '),
    one.lock === undefined ? '' : `held by ${one.lock.holder}`,
    [alertsText(one.alerts), one.problem].filter((text) => text !== undefined && text !== '').join('; '),
  ]);
  return table([['instrument', 'state', 'last sample', 'values', 'lock', 'trouble'], ...rows]);
}

/** All that there is to say of one instrument. */
export function overviewText(one: InstrumentOverview, now: number, isStyled: boolean): string {
  const bold = (text: string): string => styled('bold', text, isStyled);
  const parameters = Object.entries(one.parameters).map(([name, { actual, desired, verified }]) => [
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
  const values = one.values.map(({ title, value, unit }) => [`  ${title}`, show(rounded(value)), unit ?? '']);
  const facts = [
    ['kind', `${one.kind} (${one.model})`],
    [
      'state',
      `${one.state} for ${ago(one.state_since, now)}${one.wanted === undefined ? '' : `, wanted: ${one.wanted}`}`,
    ],
    ...(one.problem === undefined ? [] : [['problem', styled('yellow', one.problem, isStyled)]]),
    ...(one.lock === undefined ? [] : [['lock', `${one.lock.holder}: ${one.lock.reason}, until ${one.lock.expires}`]]),
    ['possible now', one.capabilities.join(', ')],
    [
      'bytes',
      `${one.bytes.received} received, ${one.bytes.unmatched} unmatched, ${one.bytes.checksum_failed} wrong checksums`,
    ],
  ];
  return [
    `${bold(one.id)}  ${one.name}\n`,
    table(facts.map(([name = '', text = '']) => [`  ${name}`, text])),
    ...section(bold('values'), values),
    ...section(bold('streams'), streams),
    ...section(
      bold('alerts'),
      one.active_alerts.map(({ level, text, raised }) => [`  ${level}`, text, `${ago(raised, now)} ago`]),
    ),
    ...section(bold('parameters'), parameters),
  ].join('');
}

const section = (title: string, rows: string[][]): string[] => (rows.length === 0 ? [] : [`${title}\n`, table(rows)]);
