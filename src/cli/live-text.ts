import type { LiveData } from '../model/api/live.ts';
import { rounded, show } from './output.ts';

/** What is told live, as lines for people. */
export function liveText(topic: string, content: unknown): string {
  if (topic === 'samples') return sampleLines(content as LiveData<'samples'>);
  if (topic === 'event') return eventLine(content as LiveData<'event'>);
  if (topic === 'alert') return alertLine(content as LiveData<'alert'>);
  return `${topic} ${JSON.stringify(content)}\n`;
}

const sampleLines = ({ instrument, stream, skipped, samples }: LiveData<'samples'>): string =>
  [
    ...(skipped === undefined ? [] : [`${instrument}/${stream}  ${skipped} more came too fast to be told\n`]),
    ...samples.map(({ time, values }) => `${time}  ${instrument}/${stream}  ${valuesText(values)}\n`),
  ].join('');

const valuesText = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${show(rounded(value))}`)
    .join(' ');

const eventLine = ({ time, instrument, level, text, by }: LiveData<'event'>): string =>
  `${time}  ${instrument}  ${level === 'info' ? '' : `${level}: `}${text} (${by})\n`;

const alertLine = ({ at, instrument = 'all', level, text, active }: LiveData<'alert'>): string =>
  `${at}  ${instrument}  ${level} ${active ? '' : 'over: '}${text}\n`;
