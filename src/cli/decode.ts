import { createReadStream } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Place } from '../definition/derived.ts';
import type { Instrument } from '../definition/instrument.ts';
import { linkNamed, streamsOver } from '../definition/links.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import type { Use } from '../kit/scope.ts';
import { makeRefiner } from '../refine/make-refiner.ts';
import { Settling } from '../refine/settling.ts';
import { compileSieve } from '../sieve/compile-sieve.ts';
import { INPUT_FORMS, type InputForm, inputDecoder, readInput } from '../sieve/input.ts';
import { toSamples } from '../sieve/to-sample.ts';
import { readCoefficients } from './calibration-files.ts';
import type { CliContext } from './context.ts';
import { DECODE_FORMATS, type DecodeFormat, openDecodeOutput } from './decode-output.ts';
import { type DefinitionsOption, definitionsOption, findDefinition } from './find-definition.ts';
import { table } from './output.ts';
import { readQuality } from './quality-file.ts';
import { runInScope } from './stopping.ts';

interface DecodeOptions extends DefinitionsOption {
  readonly link?: string;
  readonly input: InputForm;
  readonly format: DecodeFormat;
  readonly out?: string;
  readonly position?: Place;
  readonly calibration?: string;
  readonly quality?: string;
}

/** `60.4,5.3` */
function placeOf(text: string): Place {
  const [latitude = Number.NaN, longitude = Number.NaN, ...more] = text.split(',').map(Number);
  if (more.length === 0 && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 360) return { latitude, longitude };
  throw new InvalidArgumentError('must be degrees north and east, such as 60.4,5.3');
}

/** `sonde decode`: files of an instrument's bytes, as samples. */
export function decodeCommand(context: CliContext): Command {
  return new Command('decode')
    .description('turn recorded bytes of an instrument into samples, on stdout or as Parquet; a summary goes to stderr')
    .argument('<kind>', 'e.g. nortek.vector, or the file or folder of a definition')
    .argument('<files...>', 'in order; - is stdin')
    .addOption(definitionsOption())
    .option('--link <name>', 'of an instrument with several: whose bytes these are; the first unless given')
    .addOption(new Option('--input <form>', 'what the files hold').choices(INPUT_FORMS).default('auto'))
    .option('--position <latitude,longitude>', 'where it was: absolute salinity and depth need it', placeOf)
    .option('--calibration <file>', 'coefficients that it does not show itself, or that are better')
    .option('--quality <file>', 'tests beside those of the valid ranges, written as `quality` in a configuration')
    .addOption(new Option('--format <format>', 'what to make of them').choices(DECODE_FORMATS).default('jsonl'))
    .option('--out <path>', 'where Parquet goes: a folder, for a file of each stream, or a file that ends in .parquet')
    .action(async (kind: string, files: string[], options: DecodeOptions) => {
      const definition = await findDefinition(context, kind, options);
      await runInScope((use, signal) => decode(context, definition, files, options, { use, signal }));
    });
}

async function decode(
  context: CliContext,
  definition: Instrument,
  files: readonly string[],
  { link, input, format, out, position, calibration, quality: tests }: DecodeOptions,
  { use, signal }: { readonly use: Use; readonly signal: AbortSignal },
): Promise<void> {
  const { dialogue } = definition;
  const sieve = compileSieve({ dialogue, samples: streamsOver(definition, linkNamed(definition, link)) })();
  const given =
    calibration === undefined ? [] : [{ source: calibration, coefficients: readCoefficients(definition, calibration) }];
  const quality = tests === undefined ? undefined : readQuality(definition, tests, false);
  const refiner = makeRefiner({ definition, position, given, quality });
  const settling = new Settling();
  const output = await openDecodeOutput(use, context, { definition, refiner, format, out });
  const put = async (decoded: ReturnType<typeof sieve.push>): Promise<void> => {
    if (decoded.length === 0) return;
    const now = context.clock.now();
    const samples = toSamples(decoded, { instrument: definition.kind, now });
    await output.put(settling.take(refiner.refine(samples)));
  };
  let unreadable = 0;
  for (const file of files) {
    const decoder = inputDecoder(input);
    const source = file === '-' ? context.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
    try {
      for await (const part of readInput(source, decoder)) {
        signal.throwIfAborted();
        if (part.direction === 'sent') sieve.sent(part.bytes);
        else await put(sieve.push(part.bytes, part.time === undefined ? {} : { time: part.time }));
      }
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) throw cause;
      throw new ConfigError([{ name: file, message: `cannot be read: ${describeError(cause)}` }], { cause });
    }
    await put(sieve.end());
    unreadable += decoder.unreadable;
  }
  await output.put(settling.rest());
  const made = await output.finish();
  const { bytes, unmatched, checksumFailed, samples } = sieve.counts;
  const rows = [
    ...Object.entries(samples).map(([stream, count]) => [stream, `${count}`, 'samples']),
    ['checksum failures', `${checksumFailed}`, ''],
    ['unmatched', `${unmatched}`, `of ${bytes} bytes`],
    ...(unreadable > 0 ? [['unreadable', `${unreadable}`, 'bytes of damaged input']] : []),
    ...made.map((path) => ['→', path]),
  ];
  context.stderr.write(table(rows));
}
