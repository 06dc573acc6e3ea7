import type { Page } from 'playwright-core';

/**
 * What is wrong with a page for those who cannot see it well, or have no mouse, a line each: controls without a name, text that is too
 * faint, targets that are too small, headings and landmarks that are missing, a page that must be scrolled sideways.
 */
export const faultsOf = (page: Page): Promise<string[]> => page.evaluate(findFaults);

/** Runs in the page: it knows nothing but itself. */
function findFaults(): string[] {
  const TARGET = 40;
  const faults: string[] = [];
  const describe = (element: Element): string => {
    const own = element.cloneNode(false);
    return own instanceof Element ? own.outerHTML.slice(0, 160) : '';
  };
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.closest('[aria-hidden="true"], [inert]') === null;

  const textById = (ids: string | null): string =>
    (ids ?? '')
      .split(/\s+/)
      .map((id) => (id ? (document.getElementById(id)?.textContent ?? '') : ''))
      .join(' ');
  const nameOf = (element: Element): string => {
    const labels =
      element instanceof HTMLInputElement ||
      element instanceof HTMLSelectElement ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLButtonElement
        ? Array.from(element.labels ?? [], ({ textContent }) => textContent ?? '')
        : [];
    const inner = Array.from(element.querySelectorAll('[aria-label], img[alt], svg title')).map(
      (one) => one.getAttribute('aria-label') ?? one.getAttribute('alt') ?? one.textContent ?? '',
    );
    const content = element.matches('input, select, textarea') ? '' : (element.textContent ?? '');
    return [
      element.getAttribute('aria-label') ?? '',
      textById(element.getAttribute('aria-labelledby')),
      ...labels,
      ...inner,
      content,
      element.getAttribute('title') ?? '',
    ]
      .join(' ')
      .trim();
  };

  const controls = Array.from(
    document.querySelectorAll(
      'button, a[href], input, select, textarea, [role="button"], [role="tab"], [tabindex="0"]',
    ),
  ).filter(isShown);
  for (const control of controls) {
    if (nameOf(control) === '') faults.push(`has no name: ${describe(control)}`);
    if (control.matches('button, select, input:not([type="checkbox"], [type="radio"])')) {
      const { height } = control.getBoundingClientRect();
      if (height > 0 && height < TARGET - 0.5) faults.push(`is ${height} px high, not ${TARGET}: ${describe(control)}`);
    }
  }

  const ids = Array.from(document.querySelectorAll('[id]'), ({ id }) => id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) faults.push(`id '${id}' stands there twice`);
  if (document.documentElement.lang === '') faults.push('the page does not say which language it is in');
  if (document.title === '') faults.push('the page has no title');
  const count = (selector: string): number => Array.from(document.querySelectorAll(selector)).filter(isShown).length;
  if (count('main, [role="main"]') !== 1) faults.push(`${count('main, [role="main"]')} main landmarks, not 1`);
  if (count('h1') !== 1) faults.push(`${count('h1')} first headings, not 1`);
  const levels = Array.from(document.querySelectorAll('main h1, main h2, main h3, main h4, main h5, main h6'))
    .filter(isShown)
    .map((heading) => ({ heading, level: Number(heading.tagName[1]) }));
  levels.forEach(({ heading, level }, i) => {
    const before = levels[i - 1]?.level ?? 1;
    if (level > before + 1) faults.push(`a heading of level ${level} follows one of ${before}: ${heading.textContent}`);
  });
  for (const image of document.querySelectorAll('img:not([alt])')) faults.push(`has no alt: ${describe(image)}`);
  for (const table of Array.from(document.querySelectorAll('table')).filter(isShown)) {
    if (table.querySelector('th') === null) faults.push(`a table has no heading cells: ${describe(table)}`);
  }

  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const clips = (element: Element): boolean => {
      for (let up = element.parentElement; up !== null; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== 'visible') return true;
      }
      return false;
    };
    const widest = Array.from(document.body.querySelectorAll('*'))
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1 && !clips(element))
      .slice(0, 3);
    faults.push(`is ${scrollWidth} px wide on a screen of ${clientWidth}: ${widest.map(describe).join(' ')}`);
  }

  type Colour = readonly [red: number, green: number, blue: number, alpha: number];
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  const known = new Map<string, Colour>();
  const colour = (text: string): Colour => {
    const before = known.get(text);
    if (before) return before;
    brush!.clearRect(0, 0, 1, 1);
    brush!.fillStyle = text;
    brush!.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = brush!.getImageData(0, 0, 1, 1).data;
    const found: Colour = [red, green, blue, alpha / 255];
    known.set(text, found);
    return found;
  };
  const over = (above: Colour, below: Colour): Colour => {
    const mixed = (i: 0 | 1 | 2): number => above[i] * above[3] + below[i] * (1 - above[3]);
    return [mixed(0), mixed(1), mixed(2), 1];
  };
  const behind = (element: Element | null): Colour => {
    if (element === null) return [255, 255, 255, 1];
    const own = colour(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(element.parentElement));
  };
  const luminance = (given: Colour): number => {
    const linear = (i: 0 | 1 | 2): number => {
      const share = given[i] / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * linear(0) + 0.7152 * linear(1) + 0.0722 * linear(2);
  };
  const contrast = (a: Colour, b: Colour): number => {
    const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one);
    return (light! + 0.05) / (dark! + 0.05);
  };
  const opacityOf = (element: Element | null): number =>
    element === null ? 1 : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement);

  const faint = new Set<string>();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: parent, nodeValue } = texts.currentNode;
    if (parent === null || (nodeValue ?? '').trim() === '' || !isShown(parent)) continue;
    if (parent.closest(':disabled, [aria-disabled="true"], option, canvas, script, style, title') !== null) continue;
    const style = getComputedStyle(parent);
    const ground = behind(parent);
    const [red, green, blue, alpha] = colour(style.color);
    const ratio = contrast(over([red, green, blue, alpha * opacityOf(parent)], ground), ground);
    const size = Number.parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (ratio < least - 0.01) {
      faint.add(
        `contrast ${ratio.toFixed(2)}, not ${least}: '${nodeValue?.trim().slice(0, 40)}' in ${describe(parent)}`,
      );
    }
  }
  return [...faults, ...faint];
}
