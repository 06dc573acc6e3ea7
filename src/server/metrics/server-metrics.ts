import type { Bus } from '../../bus/bus.ts';
import type { Caller } from '../../bus/services.ts';
import type { Clock } from '../../kit/clock.ts';
import { type MetricAbout, type MetricValue, metricText } from '../../kit/prometheus.ts';
import { sum } from '../../kit/sum.ts';
import type { InstrumentOverview } from '../../model/api/instrument.ts';
import { rowsOf } from '../../store/parquet/pages.ts';
import type { HotRows } from '../../store/read/hot-rows.ts';
import type { Traffic } from '../traffic.ts';
import { Counted } from './counted.ts';
import { INSTRUMENT_METRICS } from './instrument-metrics.ts';
import { type Lag, PROGRAM_METRICS, watchLag } from './process-metrics.ts';

export interface ServerMetricsOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly traffic: Traffic;
  readonly hot: HotRows | undefined;
}

const COUNTED: Readonly<Record<'events' | 'jobs' | 'connections', MetricAbout & { readonly name: string }>> = {
  events: { name: 'events_total', type: 'counter', help: 'What happened, by its type and level.' },
  jobs: { name: 'jobs_total', type: 'counter', help: 'What instruments were asked to do, by how it ended.' },
  connections: {
    name: 'instrument_connections_total',
    type: 'counter',
    help: 'How often an instrument was reached, for the first time or again.',
  },
};
const COUNTED_NAMES = ['events', 'jobs', 'connections'] as const;

const HOT: MetricAbout = { type: 'gauge', help: 'Samples of a stream that wait in memory and are in no file yet.' };

/** Everything that Prometheus is told of a program: its instruments, and itself. */
export class ServerMetrics implements Disposable {
  readonly #options: ServerMetricsOptions;
  readonly #counted: Counted;
  readonly #lag: Lag & Disposable;

  constructor(options: ServerMetricsOptions) {
    this.#options = options;
    this.#counted = new Counted(options.bus);
    this.#lag = watchLag();
  }

  /** Of the instruments that somebody may see. */
  async text({ instruments }: Pick<Caller, 'instruments'>): Promise<string> {
    const { bus, clock, traffic, hot } = this.#options;
    const isSeen = (id: string): boolean => instruments?.includes(id) !== false;
    const services = bus
      .keys('instrument')
      .filter(isSeen)
      .map((id) => bus.find('instrument', id));
    const all = (await Promise.all(services.map((one) => one?.overview()))).filter((one) => one !== undefined);
    const now = clock.now();
    const ofEach = (valuesOf: (overview: InstrumentOverview) => readonly MetricValue[]): MetricValue[] =>
      all.flatMap((overview) =>
        valuesOf(overview).map(({ labels, value }) => ({ labels: { instrument: overview.id, ...labels }, value })),
      );
    const hotRows = (id: string, stream: string): number =>
      sum([...(hot?.(id, stream)?.days.values() ?? [])].map(rowsOf));
    const waiting = ({ id, streams }: InstrumentOverview): MetricValue[] =>
      Object.keys(streams).map((stream) => ({ labels: { stream }, value: hotRows(id, stream) }));
    return [
      ...Object.entries(PROGRAM_METRICS).map(([name, metric]) =>
        metricText(`sonde_${name}`, metric, metric.values({ traffic, lag: this.#lag })),
      ),
      ...Object.entries(INSTRUMENT_METRICS).map(([name, metric]) =>
        metricText(
          `sonde_${name}`,
          metric,
          ofEach((overview) => metric.values(overview, now)),
        ),
      ),
      metricText('sonde_stream_waiting_samples', HOT, ofEach(waiting)),
      ...COUNTED_NAMES.map((what) => {
        const { name, ...about } = COUNTED[what];
        const values = this.#counted[what].values.filter(({ labels }) => isSeen(labels?.instrument ?? ''));
        return metricText(`sonde_${name}`, about, values);
      }),
    ].join('');
  }

  [Symbol.dispose](): void {
    this.#counted[Symbol.dispose]();
    this.#lag[Symbol.dispose]();
  }
}
