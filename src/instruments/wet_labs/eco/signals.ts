/** What one of the instrument's detectors measures; the number is its place in the menu and in the metadata. */
export interface Signal {
  readonly number: 1 | 2 | 3;
  /** In the names of fields. */
  readonly name: string;
  readonly title: string;
  /** Of a count, once its dark count is taken off and it is multiplied with its scale. */
  readonly unit: string;
}

export const SCATTERING: Signal = { number: 1, name: 'beta', title: 'Scattering', unit: 'm-1 sr-1' };
export const CHLOROPHYLL: Signal = { number: 2, name: 'chl', title: 'Chlorophyll', unit: 'ug L-1' };
export const CDOM: Signal = { number: 3, name: 'cdom', title: 'Coloured dissolved matter (CDOM)', unit: '1e-6' };

/** Something by name for each signal. */
export const perSignal = <T>(
  signals: readonly Signal[],
  make: (signal: Signal) => Readonly<Record<string, T>>,
): Readonly<Record<string, T>> => Object.fromEntries(signals.flatMap((signal) => Object.entries(make(signal))));
