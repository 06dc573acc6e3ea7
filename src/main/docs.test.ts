import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { makeProgram } from '../cli/program.ts';
import { parseConfig } from '../config/parse-config.ts';
import { instrumentKinds, loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { sonde } from './testing/sonde-process.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const definitions = await Promise.all(instrumentKinds.map(loadInstrument));
const hostKinds = new Map(definitions.map(({ kind, rides }) => [kind, rides?.on]));
const PAGES = globSync(['*.md', 'docs/**/*.md', 'src/**/*.md'], { cwd: ROOT });

const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block]) => block!);

const program = await makeProgram({
  clock: systemClock,
  logger: silentLogger,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  kinds: instrumentKinds,
  loadInstrument,
});

/** As a shell has them. */
const wordsOf = (call: string): string[] =>
  (call.match(/(?:'[^']*'|[^\s'])+/g) ?? []).map((word) => word.replaceAll("'", ''));

/** The command that the words name, and the words that are left. */
function findCommand(words: readonly string[]): { command: Command; rest: readonly string[] } {
  let command: Command = program;
  let rest = words;
  for (;;) {
    const next = command.commands.find((own) => own.name() === rest[0]);
    if (next === undefined) return { command, rest };
    command = next;
    rest = rest.slice(1);
  }
}

for (const page of PAGES) {
  const text = read(page);

  for (const line of blocks(text, 'sh').flatMap((block) => block.split('\n'))) {
    const [, call] = /^(?:npx )?sonde (.*)$/.exec(line.replace(/ +#.*/, '')) ?? [];
    if (call === undefined) continue;
    test(`${page}: 'sonde ${call}' is a command with these options`, () => {
      const { command, rest } = findCommand(wordsOf(call));
      assert.ok(command !== program || rest[0]?.startsWith('--'), 'such a command is there');
      const { unknown } = command.parseOptions([...rest]);
      assert.deepEqual(
        unknown.filter((word) => word !== '--help'),
        [],
        `they are options of ${command.name()}`,
      );
    });
  }

  for (const block of blocks(text, 'yaml').filter((one) => one.includes('instruments:'))) {
    test(`${page}: its configuration is right`, () => {
      parseConfig(block, page, { kinds: instrumentKinds, hostKinds: (kind) => hostKinds.get(kind) });
    });
  }

  for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)) {
    test(`${page}: ${target} is there`, () => {
      assert.ok(existsSync(join(ROOT, dirname(page), target!)));
    });
  }
}

test('the decode command of the README makes samples', async () => {
  const [line] = /npx sonde decode .*/.exec(read('README.md')) ?? [];
  assert.ok(line);
  const args = line
    .split(' ')
    .slice(2)
    .map((word) => (word.startsWith('src/') ? join(ROOT, word) : word));
  const { code, stdout } = await sonde(args);
  assert.equal(code, 0);
  assert.equal(stdout.trim().split('\n').length, 1623);
});
