import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, spansOf } from './markdown.ts';

test('the blocks of a text in Markdown', () => {
  const text = `# SBE 37
First line
and second.

- one
  goes on
- two
## Next
| what | on |
|---|:-:|
| a \\| b | \`c\` |

\`\`\`sh
sonde run

sonde get
\`\`\`
`;
  assert.deepEqual(blocksOf(text), [
    { kind: 'heading', level: 1, text: 'SBE 37' },
    { kind: 'paragraph', text: 'First line and second.' },
    { kind: 'list', items: ['one goes on', 'two'] },
    { kind: 'heading', level: 2, text: 'Next' },
    { kind: 'table', head: ['what', 'on'], rows: [['a | b', '`c`']] },
    { kind: 'code', text: 'sonde run\n\nsonde get' },
  ]);
});

test('what is none of these is a paragraph, and nothing is lost or read for ever', () => {
  assert.deepEqual(blocksOf('> quoted\n```\nnever closed'), [
    { kind: 'paragraph', text: '> quoted' },
    { kind: 'code', text: 'never closed' },
  ]);
  assert.deepEqual(blocksOf(''), []);
});

test('code, strong words and links stand out of a line; a link into the source leads nowhere here', () => {
  assert.deepEqual(spansOf('a `b*c` **d** [e](https://f.example/g) [`h`](../i/README.md).'), [
    { text: 'a ' },
    { text: 'b*c', look: 'code' },
    { text: ' ' },
    { text: 'd', look: 'strong' },
    { text: ' ' },
    { text: 'e', look: 'link', href: 'https://f.example/g' },
    { text: ' ' },
    { text: 'h', look: 'code' },
    { text: '.' },
  ]);
});
