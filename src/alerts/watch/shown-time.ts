/** A time in a sentence: to the second. */
export const shownTime = (iso: string): string => iso.replace(/\.\d+(?=Z$)/, '');
