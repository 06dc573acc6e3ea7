import { stripVTControlCharacters, styleText } from 'node:util';
import type { InstrumentStatus } from '../agent/status.ts';
import { describeMilliseconds } from '../kit/duration.ts';
import { bytesWords } from '../model/byte-words.ts';
import type { Value } from '../model/sample.ts';
import { rounded, show } from './output.ts';
import { sparkline } from './sparkline.ts';

type Style = Parameters<typeof styleText>[0];

/** What the view shows of one instrument, beside its status. */
export interface ViewedInstrument {
  readonly status: InstrumentStatus;
  /** Units by stream and field. */
  readonly units: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
  /** The last values of each field, oldest first, by `stream.field`. */
  readonly history: ReadonlyMap<string, readonly number[]>;
  /** Bytes that the instrument sent within the last second. */
  readonly bytesPerSecond: number;
}

const FIELDS = 12;
/** Each stream shows so many fields fewer than the busier one above it. */
const FEWER = 3;
/** Where the bars begin, and how many there are at most. */
const BARS_AT = 64;
const BARS = 40;
const PARAMETERS = 6;

const STATE_STYLE: Readonly<Record<string, Style>> = {
  autosample: 'green',
  command: 'cyan',
  test: 'magenta',
  calibrate: 'magenta',
  direct_access: 'magenta',
  connected: 'cyan',
};

const dim = (text: string): string => styleText('dim', text);
const stateStyle = (state: string): Style => STATE_STYLE[state] ?? (state.includes('disconnected') ? 'red' : 'yellow');

export interface Screen {
  readonly width: number;
  readonly height: number;
}

/** The screen as lines: none wider than the screen, and as many fields as its height allows. `now` is in ms since 1970. */
export function renderView(
  title: string,
  instruments: readonly ViewedInstrument[],
  now: number,
  screen: Screen,
): string[] {
  for (let fields = FIELDS; ; fields--) {
    const lines = renderWith(title, instruments, now, screen.width, fields);
    if (lines.length <= screen.height || fields === 0) return lines.slice(0, screen.height);
  }
}

function renderWith(
  title: string,
  instruments: readonly ViewedInstrument[],
  now: number,
  width: number,
  fields: number,
): string[] {
  const clock = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
  const head = styleText('bold', ` ${title}`);
  const right = `${clock} UTC `;
  const gap = ' '.repeat(Math.max(1, width - stripVTControlCharacters(head).length - right.length));
  const rule = dim('─'.repeat(width));
  const panels = instruments.flatMap((instrument) => [
    rule,
    ...panel(instrument, now, fields, Math.max(1, Math.min(BARS, width - BARS_AT))),
  ]);
  return [`${head}${gap}${dim(right)}`, ...panels, rule, dim(' Ctrl-C ends it')].map((line) => fit(line, width));
}

function panel(
  { status, units, history, bytesPerSecond }: ViewedInstrument,
  now: number,
  fields: number,
  bars: number,
): string[] {
  const style = stateStyle(status.state);
  const since = describeMilliseconds(Math.max(0, now - Date.parse(status.stateSince)));
  const what = status.on === undefined ? status.model : `${status.model} behind ${status.on}`;
  const busiest = Object.entries(status.streams).sort(([, a], [, b]) => b.samples - a.samples);
  return [
    ` ${styleText(style, '●')} ${styleText('bold', status.id)}  ${what}  ${styleText(style, status.state)} ${dim(`for ${since}`)}`,
    ...(status.problem === undefined ? [] : [`   ${styleText('yellow', `⚠ ${status.problem.replaceAll('\n', ' ')}`)}`]),
    ...parameterLine(status),
    ...busiest.flatMap(([stream, { samples, lastTime, last }], place) => [
      `   ${styleText('bold', stream.padEnd(22))} ${String(samples).padStart(7)} samples  ${dim(`${age(now - Date.parse(lastTime))} ago`)}`,
      ...Object.entries(last)
        .filter(([, value]) => value !== null && !(value instanceof Uint8Array))
        .slice(0, Math.max(0, fields - FEWER * place))
        .map(([field, value]) =>
          fieldLine(field, value, units[stream]?.[field], (history.get(`${stream}.${field}`) ?? []).slice(-bars)),
        ),
    ]),
    dim(
      `   ${bytesWords(status.bytes.received)} received (${bytesWords(bytesPerSecond)}/s) · ${bytesWords(status.bytes.unmatched)} unmatched · ` +
        `${status.bytes.checksumFailed} checksum failures · ${portAgentsOf(status)}`,
    ),
  ];
}

function portAgentsOf({ portAgents }: InstrumentStatus): string {
  const all = Object.entries(portAgents).map(([link, { pid = 'elsewhere' }]) => `${link} ${pid}`.trim());
  return `port agent${all.length > 1 ? 's' : ''} ${all.join(', ') || 'elsewhere'}`;
}

function parameterLine({ parameters }: InstrumentStatus): string[] {
  const known = Object.entries(parameters).filter(
    ([, { actual, desired }]) => actual !== null && desired !== undefined,
  );
  const text = known.slice(0, PARAMETERS).map(([name, { actual }]) => `${dim(name)} ${show(actual)}`);
  return text.length > 0 ? [`   ${text.join('  ')}`] : [];
}

function fieldLine(field: string, value: Value, unit: string | undefined, history: readonly number[]): string {
  const bars = history.length > 1 ? styleText('cyan', sparkline(history)) : '';
  return `     ${dim(field.padEnd(26))} ${show(rounded(value)).padStart(12)} ${dim((unit ?? '').padEnd(15))} ${bars}`;
}

const age = (ms: number): string => describeMilliseconds(Math.max(0, Math.round(ms / 100) * 100));

/** Cuts a line to the screen; a line that is cut loses its colours, not its place. */
function fit(line: string, width: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length <= width ? line : `${plain.slice(0, width - 1)}…`;
}
