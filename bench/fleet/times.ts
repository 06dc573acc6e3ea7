/** How long a fleet is left alone before it is measured, and how long it is measured, in ms. */
export const timesOf = (quick: boolean): { readonly settling: number; readonly measuring: number } =>
  quick ? { settling: 500, measuring: 2000 } : { settling: 2000, measuring: 10_000 };
