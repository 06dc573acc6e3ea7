// Tells events until it is killed: `test-telling.ts <folder> <first number>`. What was handed to the file is said to the parent.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../kit/clock.ts';
import { silentLogger } from '../../kit/logger.ts';
import { EventLog } from './event-log.ts';

const [, , folder = '', first = '0'] = process.argv;
const log = new EventLog({ folder, instrument: 'ctd', clock: systemClock, logger: silentLogger });
const written = async (number: number): Promise<boolean> => {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.some((text) => text.includes(`"to":${number}}`));
};
for (let number = Number(first); ; number++) {
  log.record({ type: 'parameter_changed', details: { parameter: 'number', from: number - 1, to: number } });
  while (!(await written(number)));
  process.send?.(number);
}
