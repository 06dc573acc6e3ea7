// Builds what is published: JavaScript and types, the web page, the recordings that the demo plays, the atlas of salinity: `node tools/build.ts [folder]`, dist/ where
// none is named.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

const dist = resolve(process.argv[2] ?? `${import.meta.dirname}/../dist`);
process.chdir(`${import.meta.dirname}/..`);

/** What the program reads beside its code. */
const DATA = [
  'instruments/nortek/vector/fixtures/field-2014-10-11.log',
  'instruments/sea_bird/sbe37-im/fixtures/modem.DAT',
  'seawater/saar.bin.gz',
  'seawater/saar-licence.txt',
];

rmSync(dist, { recursive: true, force: true });
const compiled = spawnSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', dist], {
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
for (const file of DATA) cpSync(`src/${file}`, `${dist}/${file}`);
const page = spawnSync(process.execPath, ['tools/build-web.ts', `${dist}/web`], { stdio: 'inherit' });
process.exitCode = page.status ?? 1;
