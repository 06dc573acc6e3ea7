import { setFlagsFromString } from 'node:v8';

const FRUGAL = '--heap-growing-percent=30 --semi-space-growth-factor=1';
/** V8's own. */
const QUICK = '--heap-growing-percent=0 --semi-space-growth-factor=2';

/**
 * Makes this process's heap small, for programs that run for weeks on small machines: V8 lets garbage lie until the heap has doubled, and
 * what samples leave behind would be several times what waits; now it is collected when it is a third of what is in use. (`--optimize-for-size`
 * makes it little smaller still, at twice the processor time.) For the whole process, so for a program to say, not a library.
 */
export const beFrugal = (): void => setFlagsFromString(FRUGAL);

/** Takes that back, for while there is much to do: what is collected seldom has mostly gone by then, and little is left to be copied. */
export const beQuick = (): void => setFlagsFromString(QUICK);
