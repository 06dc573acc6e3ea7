import { ONLY_LINK } from '../definition/links.ts';
import type { LogPosition, ResumePoint } from '../model/driver-event.ts';

const isPosition = (point: ResumePoint): point is LogPosition => typeof point.day === 'string';

/** Where to go on in a link's log. */
export function positionIn(point: ResumePoint | undefined, link: string): LogPosition | undefined {
  if (point === undefined) return undefined;
  if (isPosition(point)) return link === ONLY_LINK ? point : undefined;
  return point[link];
}
