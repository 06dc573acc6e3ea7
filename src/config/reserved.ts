/** Where in the data folder stands what is about the program itself, and what is told of that. */
export const SYSTEM = 'system';

/** The data folder holds other things of these names: no instrument may have one. */
export const RESERVED: readonly string[] = [SYSTEM, 'run'];
