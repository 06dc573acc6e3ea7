/** One comparison: a few contestants do the same, in turn, in one run; every figure of the table and of a plot comes from one. */
export interface Bench {
  /** `port-agent-bulk`; `npm run bench -- port-agent-bulk` runs it alone. */
  readonly name: string;
  /** "Port agent, bulk, log on" */
  readonly title: string;
  /** What is sent, by whom, and where it is counted: enough for a reader to judge the figures. */
  readonly how: string;
  /** What a turn measures, in the order of `Measured.values`. */
  readonly quantities: readonly Quantity[];
  /** Sonde first. */
  readonly contestants: readonly Contestant[];
  /** How cost grows: all is measured at each of these; plotted. */
  readonly steps?: Steps;
  /** How often each contestant has its turn; 5 unless given. */
  readonly rounds?: number;
  /** Where a goal is missed: what limits it, as measured by a contestant of this bench. */
  readonly limit?: string;
}

export interface Quantity {
  /** "p50"; empty where there is only one. */
  readonly name: string;
  readonly unit: string;
  readonly better: 'more' | 'less';
  readonly goals?: readonly Goal[];
}

export type Goal = AbsoluteGoal | RatioGoal;

/** A figure that was set on some machine; where `beside` is given, reaching the same ratio to that contestant here meets it too. */
export interface AbsoluteGoal {
  readonly value: number;
  readonly beside?: { readonly contestant: string; readonly reached: number };
  /** Of the steps, the one that it is for; needed where there are steps. */
  readonly step?: number;
}

/** So many times the figure of another contestant of the same run. */
export interface RatioGoal {
  readonly ratio: number;
  readonly to: string;
  readonly step?: number;
}

export interface Steps {
  /** "clients" */
  readonly of: string;
  readonly values: readonly number[];
  /** Those of a quick run. */
  readonly quick: readonly number[];
}

export interface Contestant {
  /** "Sonde", "socat", "loopback TCP" */
  readonly name: string;
  readonly kind: 'sonde' | 'peer' | 'limit';
  /** Does it once, all set-up and tidying up included; rejects where the work was not done whole and right. */
  readonly run: (turn: Turn) => Promise<Measured>;
  /** Those of the bench's steps that it can do; all unless given. */
  readonly steps?: readonly number[];
}

export interface Turn {
  /** Only shows that it works: a tenth of the work, or less. */
  readonly quick: boolean;
  /** Of the steps; 0 where there are none. */
  readonly step: number;
}

export interface Measured {
  /** One for each quantity. */
  readonly values: readonly number[];
  /** What was used meanwhile, of each process that counts; the devices and clients that only measure do not. */
  readonly processes: readonly ProcessUse[];
}

export interface ProcessUse {
  /** "port agent" */
  readonly name: string;
  /** Share of one core. */
  readonly cpu: number;
  /** Peak, in bytes. */
  readonly memory: number;
}
