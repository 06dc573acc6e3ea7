import { dirname, join } from 'node:path';
import { styleText } from 'node:util';
import { Command } from 'commander';
import { openCatalogue } from '../catalogue/catalogue.ts';
import type { Instrument } from '../definition/instrument.ts';
import { DefinitionError, type Issue } from '../kit/errors.ts';
import type { Judgement } from '../testing/judge.ts';
import type { CliContext } from './context.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type DefinitionsOption, definitionsOption, isPlace } from './find-definition.ts';
import { write } from './output.ts';
import { untilStopped } from './stopping.ts';

interface CheckOptions extends DefinitionsOption {
  readonly json?: boolean;
}

/** A definition to be judged, and the folder of its fixtures where it has one. */
interface Candidate {
  readonly definition: Instrument;
  readonly place?: string;
}

/** `sonde check`: what is wrong with a definition, what is missing, and what to do about it. */
export function checkCommand(context: CliContext): Command {
  return new Command('check')
    .description('judge a definition: load it, run all that every definition must pass, and explain what to do')
    .argument('<definition>', 'its file, folder or npm package, or a kind')
    .addOption(definitionsOption())
    .option('--json', 'as one JSON object')
    .action(async (what: string, options: CheckOptions) => {
      const { candidates, problems } = await findCandidates(context, what, options);
      if (candidates.length === 0 && problems.length === 0) {
        throw new DefinitionError(`${what} exports no definition: export what defineInstrument returns`);
      }
      const { judge } = await import('../testing/judge.ts');
      const { fixturesIn } = await import('../testing/fixtures-in.ts');
      const judgements = await untilStopped(async (signal) => {
        const all: Judgement[] = [];
        for (const { definition, place } of candidates) {
          signal.throwIfAborted();
          all.push(await judge(definition, place === undefined ? undefined : fixturesIn(join(place, 'fixtures'))));
        }
        return all;
      });
      const text = options.json
        ? `${JSON.stringify({ problems, definitions: judgements })}\n`
        : report(problems, judgements, context.stdout.isTTY === true);
      await write(context.stdout, text);
      if (problems.length > 0 || judgements.some(isWrong)) process.exitCode = EXIT_CODES.definition;
    });
}

const isWrong = ({ findings }: Judgement): boolean => findings.some(({ problem }) => problem !== undefined);

async function findCandidates(
  context: CliContext,
  what: string,
  { definitions }: CheckOptions,
): Promise<{ candidates: readonly Candidate[]; problems: readonly Issue[] }> {
  const known = isPlace(what) ? undefined : await openCatalogue(context, definitions, process.cwd());
  if (known?.kinds.includes(what)) {
    const [file] = known.filesOf(what);
    const definition = await known.load(what);
    return { candidates: [{ definition, ...(file !== undefined && { place: dirname(file) }) }], problems: [] };
  }
  // A kind has a dot in it; a package's name may have one too, but then it is not found as a kind.
  if (known !== undefined && /^[a-z][a-z0-9_]*\.[a-z0-9_]+$/.test(what)) await known.load(what);
  const { outside, problems, filesOf } = await openCatalogue(context, [what], process.cwd());
  const candidates = outside.map(({ definition }) => {
    const [file = ''] = filesOf(definition.kind);
    return { definition, place: dirname(file) };
  });
  return { candidates, problems };
}

function report(problems: readonly Issue[], judgements: readonly Judgement[], colours: boolean): string {
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    colours ? styleText(format, text, { validateStream: false }) : text;
  const indented = (text: string): string => text.replace(/\s+$/, '').replaceAll('\n', '\n      ');
  const wrong = problems.map(
    ({ name, message, where }) =>
      `${style('red', '✖')} ${where === undefined ? '' : `${where}: `}${name}: ${message}\n`,
  );
  const judged = judgements.map(({ kind, findings, gaps }) => {
    const checks = findings.map(({ check, problem, advice = '', leftOut }) => {
      if (leftOut !== undefined) return `  ${style('dim', `– ${check}: ${leftOut}`)}\n`;
      if (problem === undefined) return `  ${style('green', '✔')} ${check}\n`;
      return `  ${style('red', '✖')} ${check}\n      ${indented(problem)}\n    ${style('cyan', '→')} ${advice}\n`;
    });
    const todo = gaps.map((gap) => `  ${style('yellow', '☐')} ${gap}\n`);
    const tried = findings.filter(({ leftOut }) => leftOut === undefined);
    const passed = tried.filter(({ problem }) => problem === undefined);
    const sum = `${passed.length} of ${tried.length} passed, ${gaps.length} to do`;
    return `${style('bold', kind)}\n${[...checks, ...todo].join('')}${sum}\n`;
  });
  return [...wrong, ...judged].join('');
}
