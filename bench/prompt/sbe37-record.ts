/** A record of an SBE 37-SMP, as OOI's tests keep it. */
export const RECORD = '#55.9044,41.40609, 572.170,   34.2583, 1505.948, 05 Feb 2013, 19:16:59\r\n';

/** What that record says, by the maker's description of it. */
export const RECORDED_TEMPERATURE = 55.9044;
