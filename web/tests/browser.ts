import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { makeFolder } from '../../src/kit/files.ts';
import { needs } from '../../tools/needs.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** A server that ends, with its test or by it, breaks connections off. */
const BROKEN_OFF = /net::ERR_(INCOMPLETE_CHUNKED_ENCODING|CONNECTION_\w+|EMPTY_RESPONSE)/;
/** Longest wait for something to be shown, in ms: several tests share a machine. */
const PATIENCE = 20_000;

export const THEMES = ['day', 'dusk', 'night'] as const;
export type Theme = (typeof THEMES)[number];

/** How wide a page is: a telephone, a tablet, a desk. */
export const PHONE = { width: 360, height: 740 } as const;
export const TABLET = { width: 820, height: 1100 } as const;
export const DESK = { width: 1280, height: 800 } as const;

export interface PageOptions {
  readonly size?: { readonly width: number; readonly height: number };
  readonly theme?: Theme;
  /** Complaints of the page and its console that the test brings about itself, such as a refused request. */
  readonly expected?: RegExp;
}

/** What a browser test works with. A page that throws, or writes an error to the console, fails its test. */
export interface Stage {
  readonly t: TestContext;
  /** Opens an address in a browser of its own: no cookies or storage are shared with another one. */
  open(address: string, options?: PageOptions): Promise<Page>;
}

let launched: Promise<Browser> | undefined;
after(async () => (await launched)?.close());

/** A test with Debian's Chromium; one browser serves all tests of a file. */
export function browserTest(name: string, run: (stage: Stage) => Promise<void>): void {
  test(name, async (t) => {
    if (!needs('chromium', t)) return;
    launched ??= chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS });
    const browser = await launched;
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    t.after(() => Promise.all(contexts.map((context) => context.close())));
    const pages: Page[] = [];
    const stage: Stage = {
      t,
      async open(address, options = {}) {
        const context = await newContext(browser, options);
        contexts.push(context);
        const page = await context.newPage();
        pages.push(page);
        complain(page, options.expected, (text) => complaints.push(text));
        await page.goto(address);
        return page;
      },
    };
    try {
      await run(stage);
    } catch (error) {
      const name = t.name.replace(/\W+/g, '-').slice(0, 60);
      await Promise.allSettled(pages.map((page, i) => screenshot(page, `failed-${name}-${i + 1}`)));
      throw complaints.length > 0
        ? new Error(`the page complained: ${complaints.join('; ')}`, { cause: error })
        : error;
    }
    assert.deepEqual(complaints, [], 'the page complained');
  });
}

async function newContext(browser: Browser, { size = DESK, theme = 'day' }: PageOptions): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: theme === 'day' ? 'light' : 'dark',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(PATIENCE);
  await context.addInitScript(
    (wanted) => localStorage.setItem('sonde.preferences', JSON.stringify({ theme: wanted })),
    theme,
  );
  return context;
}

function complain(page: Page, expected: RegExp | undefined, tell: (text: string) => void): void {
  const hear = (text: string): void => {
    if (!BROKEN_OFF.test(text) && expected?.test(text) !== true) tell(text);
  };
  page.on('pageerror', (error) => hear(`${page.url()}: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') hear(`${page.url()}: ${message.text()} (${message.location().url})`);
  });
}

let pictures: Promise<string> | undefined;
const pictureFolder = async (): Promise<string> => {
  const named = process.env.SONDE_SCREENSHOTS;
  if (named === undefined) return mkdtemp(join(tmpdir(), 'sonde-screens-'));
  await makeFolder(named);
  return named;
};

/** A picture of the page as it is seen, `<name>.png` in the folder `SONDE_SCREENSHOTS`. */
export async function screenshot(page: Page, name: string, fullPage = false): Promise<void> {
  pictures ??= pictureFolder();
  await page.screenshot({ path: join(await pictures, `${name}.png`), fullPage, animations: 'disabled' });
}
