import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { bytesWords } from '../../../../../src/model/byte-words.ts';
import { Panel } from '../../../ui/panel.tsx';
import { unitWords, valueWords } from '../../../words/value.ts';
import type { Known } from '../state/known.ts';
import css from './about.module.css';

/** Parameters that say which device it is, and those that say how it was calibrated. */
const IDENTITY = /serial|firmware|version|model|identification/;
const CALIBRATION = /cal_?date|calibration/;

/** What kind of instrument it is, which device, how it is reached, and what is kept of it. */
export function AboutTab({ id, overview, described }: Known) {
  const { driver, parameters, streams, commands } = described;
  const named = (pattern: RegExp): [string, ReactNode][] =>
    Object.entries(parameters)
      .filter(([name, { visibility }]) => visibility === 'read_only' && pattern.test(name))
      .map(([name, { title, unit }]) => [title, `${valueWords(overview.parameters[name]?.actual)} ${unitWords(unit)}`]);
  const identity = named(IDENTITY);
  const calibration = named(CALIBRATION);
  const { received, unmatched, checksum_failed: failed } = overview.bytes;
  return (
    <div className={css.about}>
      <Panel title="Kind">
        <Facts
          facts={[
            ['Maker', driver.maker],
            ['Model', driver.model],
            [
              'Kind',
              <Link key="kind" href={`/kinds/${driver.kind}`}>
                {driver.kind}: its documentation
              </Link>,
            ],
            [
              'It has',
              `${counted(commands, 'command')}, ${counted(parameters, 'parameter')}, ${counted(streams, 'stream')}`,
            ],
          ]}
        />
      </Panel>
      <Panel title="Device">
        {identity.length + calibration.length === 0 && (
          <p className={css.soft}>Its definition reads neither firmware nor serial number.</p>
        )}
        <Facts facts={[...identity, ...calibration]} />
      </Panel>
      <Panel title="Connection">
        <Facts
          facts={[
            ...Object.entries(overview.port_agents).map(([link, { addr, port, pid }]): [string, ReactNode] => [
              link === '' ? 'Port agent' : `Port agent of ${link}`,
              `${addr}:${port}${pid === undefined ? '' : `, process ${pid}`}`,
            ]),
            ...(overview.on === undefined
              ? []
              : ([
                  [
                    'Behind',
                    <Link key="on" href={`/i/${overview.on}`}>
                      {overview.on}
                    </Link>,
                  ],
                ] as [string, ReactNode][])),
            ['Received', bytesWords(received)],
            [
              'In no record',
              `${bytesWords(unmatched)}${received > 0 ? ` (${valueWords(Number(((unmatched / received) * 100).toPrecision(2)))} %)` : ''}`,
            ],
            ['Checksum failed', `${failed} times`],
          ]}
        />
      </Panel>
      <Panel title="Kept">
        <Facts
          facts={[
            ['Log', bytesWords(overview.stored.log)],
            ['Samples', bytesWords(overview.stored.samples)],
            [
              'Look',
              <Link key="data" href={`/i/${id}/data`}>
                samples
              </Link>,
            ],
            [
              'Bytes',
              <Link key="bytes" href={`/i/${id}/transcript`}>
                transcript
              </Link>,
            ],
          ]}
        />
      </Panel>
    </div>
  );
}

const counted = (all: object, word: string): string => {
  const count = Object.keys(all).length;
  return `${count} ${word}${count === 1 ? '' : 's'}`;
};

function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={css.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
