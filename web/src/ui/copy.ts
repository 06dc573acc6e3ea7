import { notify, tryTo } from './notices.tsx';

/** Puts a text into the clipboard, and says so. Browsers let a page do that only over an encrypted connection or from this machine: elsewhere the text is shown. */
export async function copy(text: string): Promise<void> {
  const { clipboard }: { readonly clipboard?: Clipboard } = navigator;
  if (clipboard === undefined) {
    return notify('Copy it from here: over http, a browser gives no page its clipboard', { text, isWarning: true });
  }
  await tryTo('It could not be copied', async () => {
    await clipboard.writeText(text);
    notify('Copied', { text });
  });
}
