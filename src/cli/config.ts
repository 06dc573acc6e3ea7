import { Command } from 'commander';
import type { InstrumentConfig } from '../config/schema.ts';
import { missingPlace } from '../refine/missing-place.ts';
import type { CliContext } from './context.ts';
import { loadConfig } from './load-config.ts';
import { show } from './output.ts';
import { testsText } from './quality-file.ts';

const placeOf = ({ link, links, attach, on }: Pick<InstrumentConfig, 'link' | 'links' | 'attach' | 'on'>): string => {
  if (on !== undefined) return `behind ${on}`;
  const several = links && Object.entries(links).map(([name, text]) => `${text} (${name})`);
  return `at ${several?.join(' and ') ?? link ?? `${attach} (attached)`}`;
};

/** `sonde config check`: whether a configuration is right, and what it means. */
export function configCommand(context: CliContext): Command {
  const check = new Command('check')
    .description('say what is wrong with a configuration, or what it means')
    .argument('<file>')
    .action(async (file: string) => {
      const { config, catalogue } = await loadConfig(file, context);
      const { instruments, data, outputs } = config;
      for (const [id, { kind, startup, quality, position, ...reached }] of Object.entries(instruments)) {
        const mode = startup?.mode ? `, then ${startup.mode}` : '';
        context.stdout.write(`${id}: ${kind} ${placeOf(reached)}${mode}\n`);
        for (const [name, value] of Object.entries(startup?.parameters ?? {})) {
          context.stdout.write(`  ${name} = ${show(value)}\n`);
        }
        const definition = await catalogue.load(kind);
        const tests = testsText(definition, quality);
        if (tests.length > 0) context.stdout.write(`  tested:\n${tests.map((line) => `    ${line}\n`).join('')}`);
        const missing = missingPlace(definition, position);
        if (missing.length > 0) context.stdout.write(`  without a position these stay empty: ${missing.join(', ')}\n`);
      }
      const kept = [
        ...(outputs.parquet === false ? [] : [`as Parquet in ${data}`]),
        ...(outputs.jsonl === undefined ? [] : [`as JSON lines in ${outputs.jsonl}`]),
      ];
      context.stdout.write(
        `logs and state in ${data}; samples ${kept.length > 0 ? kept.join(' and ') : 'are not kept'}\n`,
      );
    });
  return new Command('config').description('configurations').addCommand(check);
}
