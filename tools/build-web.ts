// Builds the web page, where its sources are newer than what is there: `node tools/build-web.ts [folder]`, dist/web where none is named.
// Each file is there compressed too, for slow links.
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { sourceFiles } from './source-files.ts';

const COMPRESSED = '**/*.{js,css,html,svg}';
/** Smaller than this nothing is gained. */
const LEAST_BYTES = 1024;

const root = `${import.meta.dirname}/..`;
const outDir = resolve(process.argv[2] ?? `${root}/dist/web`);
process.chdir(root);
if (isOutdated()) await build();

function isOutdated(): boolean {
  const built = statSync(join(outDir, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return [...sourceFiles('.', ['web/**/*', 'src/model/**/*.ts']), 'package-lock.json', 'tools/build-web.ts'].some(
    (path) => statSync(path).mtimeMs > built,
  );
}

/** What is there is replaced as a whole: a server that is running meanwhile finds the old page or the new one. */
async function build(): Promise<void> {
  const { build: bundle } = await import('vite');
  const begun = new Date();
  const fresh = `${outDir}.${process.pid}.new`;
  const old = `${outDir}.${process.pid}.old`;
  try {
    await bundle({ configFile: 'web/vite.config.ts', logLevel: 'warn', build: { outDir: fresh, emptyOutDir: true } });
    for (const path of globSync(COMPRESSED, { cwd: fresh })) compress(join(fresh, path));
    // What is changed while this builds may have been read before: it is newer.
    utimesSync(join(fresh, 'index.html'), begun, begun);
    if (existsSync(outDir)) renameSync(outDir, old);
    renameSync(fresh, outDir);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

function compress(file: string): void {
  const content = readFileSync(file);
  if (content.length < LEAST_BYTES) return;
  writeFileSync(`${file}.br`, brotliCompressSync(content));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
