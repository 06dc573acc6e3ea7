/** In ms, of the clock that all processes of a machine have in common. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;
