import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkFloors, floorOf } from './floors.ts';
import { plantTree } from './planted-tree.ts';

test('imports down, inside a folder, of a permitted neighbour and in tests are well', (t) => {
  const root = plantTree(t, {
    'src/kit/bytes.ts': "import { join } from 'node:path';",
    'src/model/sample.ts': "import type { Bytes } from '../kit/bytes.ts';\nimport { unit } from './unit.ts';",
    'src/model/unit.ts': "// import { up } from '../driver/driver.ts';",
    'src/driver/driver.ts': "export {\n  sample,\n} from '../model/sample.ts';",
    'src/driver/driver.test.ts': "import '../agent/agent.ts';\nimport './driver.ts';",
    'src/agent/agent.ts': "const later = await import('../driver/driver.ts');",
    'src/agent/fixtures/wrong.ts': "import '../../main/main.ts';",
    'src/index.ts': "export { agent } from './agent/agent.ts';",
    'src/driver/own.ts': "export const own = new URL('../../bin/sonde.js', import.meta.url);",
  });
  assert.deepEqual(checkFloors(root), []);
});

const FORBIDDEN: readonly { readonly what: string; readonly text: string; readonly says: string }[] = [
  {
    what: 'an import upwards',
    text: "\nimport { a } from '../agent/a.ts';",
    says: 'src/driver/d.ts:2: imports src/agent/a.ts, upwards: driver is on floor 4, agent on floor 6',
  },
  {
    what: 'a type import upwards',
    text: "import type {\n  A,\n} from '../agent/a.ts';",
    says: 'src/driver/d.ts:1: imports src/agent/a.ts, upwards: driver is on floor 4, agent on floor 6',
  },
  {
    what: 'an export upwards',
    text: "export * from '../agent/a.ts';",
    says: 'src/driver/d.ts:1: imports src/agent/a.ts, upwards: driver is on floor 4, agent on floor 6',
  },
  {
    what: 'an import for its effect',
    text: "import '../agent/a.ts';",
    says: 'src/driver/d.ts:1: imports src/agent/a.ts, upwards: driver is on floor 4, agent on floor 6',
  },
  {
    what: 'an import inside a type',
    text: "type A = import('../agent/a.ts').A;",
    says: 'src/driver/d.ts:1: imports src/agent/a.ts, upwards: driver is on floor 4, agent on floor 6',
  },
  {
    what: 'an import of a neighbour',
    text: "import '../simulator/s.ts';",
    says: 'src/driver/d.ts:1: imports src/simulator/s.ts, its neighbour on floor 4',
  },
  {
    what: 'an import of a public door',
    text: "import '../index.ts';",
    says: 'src/driver/d.ts:1: imports src/index.ts, upwards: driver is on floor 4, index.ts on floor 11',
  },
  {
    what: 'an import from outside',
    text: "import '../../tools/needs.ts';",
    says: 'src/driver/d.ts:1: imports tools/needs.ts, which is outside src',
  },
  {
    what: 'an import of a test',
    text: "import './d.test.ts';",
    says: 'src/driver/d.ts:1: imports src/driver/d.test.ts, which is a test',
  },
];

for (const { what, text, says } of FORBIDDEN) {
  test(`${what} is found, with its place`, (t) => {
    assert.deepEqual(checkFloors(plantTree(t, { 'src/driver/d.ts': text })), [says]);
  });
}

test('kit does not import model, though model may import kit', (t) => {
  const root = plantTree(t, { 'src/kit/bytes.ts': "import '../model/sample.ts';" });
  assert.deepEqual(checkFloors(root), ['src/kit/bytes.ts:1: imports src/model/sample.ts, its neighbour on floor 0']);
});

test('an instrument imports the vocabulary and nothing else that lies below it', (t) => {
  const root = plantTree(t, {
    'src/instruments/a/index.ts': "import '../../definition/d.ts';\nimport '../../link/tcp.ts';",
  });
  assert.deepEqual(checkFloors(root), [
    'src/instruments/a/index.ts:2: imports src/link/tcp.ts; instruments may only import definition, model, kit',
  ]);
});

test('a folder or file that has no floor is found once', (t) => {
  const root = plantTree(t, { 'src/utils/a.ts': '', 'src/utils/b.ts': '', 'src/app.ts': '', 'src/kit/a.ts': '' });
  assert.deepEqual(checkFloors(root), [
    'src/app.ts: is on no floor; give it one in tools/floors.ts',
    'src/utils: is on no floor; give it one in tools/floors.ts',
  ]);
});

test('rings are found inside a folder and through types, each once', (t) => {
  const root = plantTree(t, {
    'src/kit/a.ts': "import './b.ts';",
    'src/kit/b.ts': "import type { C } from './c.ts';",
    'src/kit/c.ts': "import './a.ts';\nimport './d.ts';",
    'src/kit/d.ts': '',
    'src/fsm/self.ts': "import './self.ts';",
  });
  assert.deepEqual(checkFloors(root), [
    'ring: src/fsm/self.ts → src/fsm/self.ts',
    'ring: src/kit/a.ts → src/kit/b.ts → src/kit/c.ts → src/kit/a.ts',
  ]);
});

test('the page on architecture has every folder once, on its floor', () => {
  const page = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8');
  const told = [...page.matchAll(/^\| (\d+) \| `([a-z-]+)` \|/gm)].map(([, floor, folder]) => `${folder} ${floor}`);
  const there = readdirSync(new URL('../src', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${name} ${floorOf(name)}`);
  assert.deepEqual(told.sort(), there.sort());
});
