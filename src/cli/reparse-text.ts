import { formatPosition } from '../packet/position.ts';
import type { ColumnDifferences, Differences } from '../reparse/differences.ts';
import type { ReparseReport, StreamReport } from '../reparse/reparse.ts';

const number = new Intl.NumberFormat('en').format;
/** So many days are named; of more, the first and the last. */
const NAMED = 7;

const namedFiles = (files: readonly string[]): string =>
  files.length <= NAMED ? files.join(', ') : `${files[0]} … ${files.at(-1)} (${files.length} files)`;

function countsOf({ equal, changed, added, gone, kept }: Differences): string {
  const counts = [
    [equal, 'equal'],
    [changed, 'changed'],
    [added, 'new'],
    [gone, 'gone'],
    [kept, 'left as they are'],
  ] as const;
  return counts.flatMap(([count, what], i) => (count > 0 || i < 4 ? [`${number(count)} ${what}`] : [])).join(', ');
}

const shown = (value: string | null): string => value ?? 'none';

const columnLines = (name: string, { count, first }: ColumnDifferences): string[] => [
  `    ${name}: ${number(count)} differ`,
  ...first.map(
    ({ time, position, before, now }) =>
      `      ${time}  ${shown(before)} → ${shown(now)}  (log ${formatPosition(position)})`,
  ),
];

const placeLines = (what: string, places: Differences['firstAdded']): string[] =>
  places.length === 0
    ? []
    : [`    ${what}:`, ...places.map(({ time, position }) => `      ${time}  (log ${formatPosition(position)})`)];

function streamLines({ stream, differences, described, files }: StreamReport): string[] {
  return [
    `  ${stream}: ${countsOf(differences)}${files.length > 0 ? `; in ${namedFiles(files)}` : ''}`,
    ...Object.entries(differences.columns).flatMap(([name, column]) => columnLines(name, column)),
    ...placeLines('first new', differences.firstAdded),
    ...placeLines('first gone', differences.firstGone),
    ...(described.length > 0 ? [`    described otherwise: ${described.join(', ')}`] : []),
  ];
}

/** What a re-parse found, for people. */
export const reparseText = (report: ReparseReport, title: string): string =>
  `${[title, ...report.streams.flatMap(streamLines)].join('\n')}\n`;
