// Builds what is published: JavaScript and types in dist/, and the recording that the demo plays.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';

process.chdir(`${import.meta.dirname}/..`);

const DEMO_RECORDING = 'instruments/nortek/vector/fixtures/field-2014-10-11.log';

rmSync('dist', { recursive: true, force: true });
const compiled = spawnSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
cpSync(`src/${DEMO_RECORDING}`, `dist/${DEMO_RECORDING}`);
