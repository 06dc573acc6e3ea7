// WGS 84.
const EQUATOR = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const POLE = EQUATOR * (1 - FLATTENING);
const MEAN_RADIUS = 6_371_008.8;
const ITERATIONS = 100;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * Metres along the ellipsoid between two positions in degrees, to a millimetre (T. Vincenty, Direct and inverse solutions of geodesics on the
 * ellipsoid, Survey Review 23, 1975); to 0.5 % between nearly opposite places, for which that has no solution.
 */
export function geodesicDistance(
  latitude: number,
  longitude: number,
  otherLatitude: number,
  otherLongitude: number,
): number {
  const l = radians(otherLongitude - longitude);
  const u1 = Math.atan((1 - FLATTENING) * Math.tan(radians(latitude)));
  const u2 = Math.atan((1 - FLATTENING) * Math.tan(radians(otherLatitude)));
  const [sin1, cos1, sin2, cos2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = l;
  for (let i = 0; i < ITERATIONS; i++) {
    const [sinLambda, cosLambda] = [Math.sin(lambda), Math.cos(lambda)];
    const sinSigma = Math.hypot(cos2 * sinLambda, cos1 * sin2 - sin1 * cos2 * cosLambda);
    if (sinSigma === 0) return 0;
    const cosSigma = sin1 * sin2 + cos1 * cos2 * cosLambda;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (cos1 * cos2 * sinLambda) / sinSigma;
    const cosSqAlpha = 1 - sinAlpha ** 2;
    const cos2Middle = cosSqAlpha === 0 ? 0 : cosSigma - (2 * sin1 * sin2) / cosSqAlpha;
    const c = (FLATTENING / 16) * cosSqAlpha * (4 + FLATTENING * (4 - 3 * cosSqAlpha));
    const before = lambda;
    lambda =
      l +
      (1 - c) *
        FLATTENING *
        sinAlpha *
        (sigma + c * sinSigma * (cos2Middle + c * cosSigma * (2 * cos2Middle ** 2 - 1)));
    if (Math.abs(lambda - before) < 1e-12) {
      return arcLength({ cosSqAlpha, sigma, sinSigma, cosSigma, cos2Middle });
    }
  }
  return MEAN_RADIUS * Math.acos(Math.max(-1, Math.min(1, sin1 * sin2 + cos1 * cos2 * Math.cos(l))));
}

interface Arc {
  readonly cosSqAlpha: number;
  readonly sigma: number;
  readonly sinSigma: number;
  readonly cosSigma: number;
  readonly cos2Middle: number;
}

/** Vincenty's equations 3, 4, 6 and 19. */
function arcLength({ cosSqAlpha, sigma, sinSigma, cosSigma, cos2Middle }: Arc): number {
  const uSq = (cosSqAlpha * (EQUATOR ** 2 - POLE ** 2)) / POLE ** 2;
  const a = 1 + (uSq / 16_384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
  const b = (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
  const delta =
    b *
    sinSigma *
    (cos2Middle +
      (b / 4) *
        (cosSigma * (2 * cos2Middle ** 2 - 1) -
          (b / 6) * cos2Middle * (4 * sinSigma ** 2 - 3) * (4 * cos2Middle ** 2 - 3)));
  return POLE * a * (sigma - delta);
}
