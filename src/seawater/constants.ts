// TEOS-10 manual (IOC, SCOR and IAPSO, 2010), appendix D.

/** Absolute Salinity of the standard ocean, g/kg. */
export const STANDARD_SALINITY = 35.16504;

/** From Practical Salinity to Reference Salinity, g/kg. */
export const UNIT_SALINITY = STANDARD_SALINITY / 35;

/** 0 °C, K. */
export const ZERO_CELSIUS = 273.15;

/** The heat capacity that belongs to Conservative Temperature, J/(kg K). */
export const HEAT_CAPACITY = 3991.867_957_119_63;

/** Salinities are scaled by 40 g/kg of Reference Salinity, temperatures by 40 °C, pressures by 10,000 dbar. */
export const SALINITY_SCALE = 40 * UNIT_SALINITY;
export const TEMPERATURE_SCALE = 40;
export const PRESSURE_SCALE = 10_000;

/** Pa in a dbar. */
export const PASCALS = 10_000;
