import { runProgram } from '../cli/program.ts';
import { instrumentKinds, loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { programLogger } from './program-logger.ts';

// SQLite serves as a lock only; that Node calls it experimental is nothing that an operator can act on.
process.removeAllListeners('warning').on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.stack}\n`);
});

const { stdin, stdout, stderr } = process;

stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0); // whoever read our output has had enough
});

const code = await runProgram(process.argv.slice(2), {
  clock: systemClock,
  logger: programLogger(stderr),
  stdin,
  stdout,
  stderr,
  kinds: instrumentKinds,
  loadInstrument,
});
process.exitCode ||= code;
