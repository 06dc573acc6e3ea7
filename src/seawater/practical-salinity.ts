// PSS-78: UNESCO Technical Papers in Marine Science 44 (1983). Below 2: Hill, Dauphinee and Woods (1986), scaled to meet PSS-78 at 2, as
// in the Gibbs SeaWater toolbox (McDougall and Barker, 2011).

/** Conductivity of standard seawater at 35, 15 °C and 0 dbar, mS/cm (Culkin and Smith, 1980). */
const STANDARD_CONDUCTIVITY = 42.914;

const [A0, A1, A2, A3, A4, A5] = [0.008, -0.1692, 25.3851, 14.0941, -7.0261, 2.7081] as const;
const [B0, B1, B2, B3, B4, B5] = [0.0005, -0.0056, -0.0066, -0.0375, 0.0636, -0.0144] as const;
const [C0, C1, C2, C3, C4] = [0.676_609_7, 2.005_64e-2, 1.104_259e-4, -6.9698e-7, 1.0031e-9] as const;
const [D1, D2, D3, D4] = [3.426e-2, 4.464e-4, 4.215e-1, -3.107e-3] as const;
const [E1, E2, E3] = [2.07e-5, -6.37e-10, 3.989e-15] as const;
const K = 0.0162;

/** PSS-78 of a ratio's square root and the influence of temperature. */
const pss78 = (root: number, warmth: number): number =>
  A0 +
  root * (A1 + root * (A2 + root * (A3 + root * (A4 + root * A5)))) +
  warmth * (B0 + root * (B1 + root * (B2 + root * (B3 + root * (B4 + root * B5)))));

const slope = (root: number, warmth: number): number =>
  A1 +
  root * (2 * A2 + root * (3 * A3 + root * (4 * A4 + root * 5 * A5))) +
  warmth * (B1 + root * (2 * B2 + root * (3 * B3 + root * (4 * B4 + root * 5 * B5))));

/** What Hill's formula takes off PSS-78 for a conductivity ratio. */
function hill(root: number, warmth: number): number {
  const x = 400 * root * root;
  const y = 10 * root;
  return A0 / (1 + x * (1.5 + x)) + (B0 * warmth) / (1 + y * (1 + y * (1 + y)));
}

const LIMIT = 2;

/** 2 over what Hill's formula gives where PSS-78 gives 2. */
function hillRatio(warmth: number): number {
  let root = 0.2641;
  for (let i = 0; i < 4; i++) root -= (pss78(root, warmth) - LIMIT) / slope(root, warmth);
  return LIMIT / (LIMIT - hill(root, warmth));
}

/** Practical Salinity, 1, from conductivity in mS/cm, temperature in °C (ITS-90) and pressure in dbar; NaN for a conductivity below 0. */
export function practicalSalinity(conductivity: number, temperature: number, pressure: number): number {
  const t68 = temperature * 1.000_24;
  const warmth = (t68 - 15) / (1 + K * (t68 - 15));
  const ratio = conductivity / STANDARD_CONDUCTIVITY;
  const ofTemperature = C0 + t68 * (C1 + t68 * (C2 + t68 * (C3 + t68 * C4)));
  const ofPressure =
    1 + (pressure * (E1 + pressure * (E2 + pressure * E3))) / (1 + t68 * (D1 + t68 * D2) + (D3 + D4 * t68) * ratio);
  const root = Math.sqrt(ratio / (ofPressure * ofTemperature));
  const salinity = pss78(root, warmth);
  if (salinity >= LIMIT) return salinity;
  const fresh = hillRatio(warmth) * (salinity - hill(root, warmth));
  return fresh < 0 ? Number.NaN : fresh;
}
