import type { LogPosition, ResumePoint } from '../model/driver-event.ts';

const isPosition = (point: ResumePoint): point is LogPosition => typeof point.day === 'string';

/** Where to go on in a link's log; of an instrument with one link, in the log. */
export function positionIn(point: ResumePoint | undefined, link: string): LogPosition | undefined {
  if (point === undefined) return undefined;
  return isPosition(point) ? point : point[link];
}
