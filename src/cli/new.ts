import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { checkIsNew, filesOf, lookAround, writeFiles } from '../authoring/instrument-folder.ts';
import { kindNames } from '../authoring/names.ts';
import { skeletonOf } from '../authoring/skeleton.ts';
import type { CliContext } from './context.ts';
import { write } from './output.ts';

/** `sonde new`: the folder of a new kind of instrument. */
export function newCommand({ stdout, kinds }: CliContext): Command {
  return new Command('new')
    .description('make the folder of a new kind of instrument: it compiles, and its tests say what is missing')
    .argument('<vendor>', 'e.g. acme')
    .argument('<model>', 'e.g. probe_x')
    .option('--dir <folder>', 'where the folder <vendor>/<model> is made', '.')
    .action(async (vendor: string, model: string, { dir }: { dir: string }) => {
      const names = kindNames(vendor, model);
      const folder = resolve(dir, names.folder);
      checkIsNew(folder);
      await writeFiles(folder, filesOf(names, skeletonOf(names), lookAround(resolve(dir))));
      const shown = join('.', relative(process.cwd(), folder));
      const taken = kinds.includes(names.kind)
        ? `\nSonde has ${names.kind} already: give this one another kind in index.ts.\n`
        : '';
      await write(stdout, `${shown} describes ${names.kind}${taken}\n${nextSteps(shown)}`);
    });
}

/** What the author of a new definition does now. */
export const nextSteps = (folder: string): string => `
Next:
  sonde check ${folder}        what is missing, and what to do about it
  node --test '${folder}/*.test.ts'   the same as tests
  sonde simulate ${folder}     an instrument to talk to, as soon as it can answer
`;
