import type { LineSourceName } from './line-sources.ts';

// What somebody writes who knows the one format of the one instrument and wants nothing else: no prompts, no damaged lines, no other
// records between them, no raw bytes.

interface Read {
  readonly time: number;
  readonly values: Readonly<Record<string, number>>;
}

const EPOCH_2000 = Date.UTC(2000, 0, 1);

function sbe16plus(line: string): Read {
  const ctd_time = Number.parseInt(line.slice(-8), 16);
  return {
    time: EPOCH_2000 + 1000 * ctd_time,
    values: {
      temperature: Number.parseInt(line.slice(0, 6), 16),
      conductivity: Number.parseInt(line.slice(6, 12), 16),
      pressure: Number.parseInt(line.slice(12, 18), 16),
      pressure_temp: Number.parseInt(line.slice(18, 22), 16),
      ctd_time,
    },
  };
}

function sbe37(line: string): Read {
  const [temp, conductivity, pressure, salinity, sound_velocity, day = '', clock = ''] = line.slice(1).split(',');
  return {
    time: Date.parse(`${day}${clock} UTC`),
    values: {
      temp: Number(temp),
      conductivity: Number(conductivity),
      pressure: Number(pressure),
      salinity: Number(salinity),
      sound_velocity: Number(sound_velocity),
    },
  };
}

export const HAND_WRITTEN: Readonly<Record<LineSourceName, (line: string) => Read>> = { sbe16plus, sbe37 };
