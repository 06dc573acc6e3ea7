import { runProgram } from '../cli/program.ts';
import { stopForReader } from '../cli/stopping.ts';
import { instrumentKinds, loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { programLogger } from './program-logger.ts';

// SQLite serves as a lock only; that Node calls it experimental is nothing that an operator can act on.
process.removeAllListeners('warning').on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.stack}\n`);
});

const { stdin, stdout, stderr } = process;

for (const output of [stdout, stderr]) {
  output.on('error', (error: NodeJS.ErrnoException) => {
    // EIO: the terminal has gone.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    // Whoever read our output has had enough. What runs is told, so that it leaves nothing behind.
    if (output === stdout && !stopForReader()) process.exit(0);
  });
}

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
