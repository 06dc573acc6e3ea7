import { setFlagsFromString } from 'node:v8';

/**
 * Makes this process's heap small rather than quick, for programs that run for weeks on small machines: V8 lets garbage lie until the
 * heap has doubled, and what samples leave behind would be several times what waits. For the whole process, so for a program to say, not a library.
 */
export const beFrugal = (): void => setFlagsFromString('--optimize-for-size');
