/** What a family of metrics is: a counter only grows, a gauge goes up and down. */
export interface MetricAbout {
  readonly type: 'counter' | 'gauge';
  readonly help: string;
}

/** One value, and what it is of. */
export interface MetricValue {
  readonly labels?: Readonly<Record<string, string>>;
  /** Nothing is said of what is not known. */
  readonly value: number | undefined;
}

const escapeLabel = (text: string): string => text.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`));

const shownLabels = (labels: Readonly<Record<string, string>> = {}): string => {
  const all = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return all.length === 0 ? '' : `{${all.join(',')}}`;
};

/** A family of metrics as Prometheus reads it (text format 0.0.4). */
export function metricText(name: string, { type, help }: MetricAbout, values: readonly MetricValue[]): string {
  const lines = values.flatMap(({ labels, value }) =>
    value === undefined ? [] : [`${name}${shownLabels(labels)} ${value}\n`],
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/** The media type of metrics. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
