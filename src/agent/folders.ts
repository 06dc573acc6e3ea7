import { resolve } from 'node:path';

/** Where an instrument's things stand in the data folder; the log of one of several links is that of `<id>/<link>`. */
export const folders = (data: string, id: string) => ({
  own: resolve(data, id),
  log: resolve(data, id, 'log'),
  checkpoint: resolve(data, id, 'checkpoint.json'),
  state: resolve(data, id, 'state.json'),
  run: resolve(data, 'run'),
});
