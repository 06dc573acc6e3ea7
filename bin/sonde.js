#!/usr/bin/env node
// Plain JavaScript that old Node versions can read: it finds a Node new enough to run the rest, or says which one is needed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const { enableCompileCache } = module;

const [major, minor] = process.versions.node.split('.').map(Number);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

if (major > 22 || (major === 22 && minor >= 18)) {
  enableCompileCache?.();
  const source = new URL('../src/main/sonde.ts', import.meta.url);
  await import(existsSync(source) ? source.href : new URL('../dist/main/sonde.js', import.meta.url).href);
} else if (existsSync(here('../node_modules/node/bin/node'))) {
  const child = spawn(here('../node_modules/node/bin/node'), [here('./sonde.js'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
} else {
  process.stderr.write(`sonde needs Node 22.18 or newer; this is ${process.versions.node}\n`);
  process.exit(1);
}
