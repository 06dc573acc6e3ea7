// What the tests of `in-child.ts` call in a child.
import { setTimeout } from 'node:timers/promises';

export const adds = (a: number, b: number): readonly number[] => {
  console.log('this is for people');
  setInterval(() => {}, 1000);
  return [a + b];
};

export const throws = (): never => {
  throw new Error('3 of 4 bytes came');
};

export const dies = (): never => process.exit(0);

export const hangs = (): Promise<readonly number[]> => setTimeout(3_600_000, [1]);

export const neverSettles = (): Promise<readonly number[]> => new Promise(() => {});
