import type { IconName } from '../ui/icon.tsx';

/** The screens that the head of the page leads to. */
export const PLACES: readonly { readonly path: string; readonly title: string; readonly icon: IconName }[] = [
  { path: '/', title: 'Fleet', icon: 'fleet' },
  { path: '/alerts', title: 'Alerts', icon: 'alarm' },
  { path: '/events', title: 'Events', icon: 'events' },
  { path: '/missions', title: 'Missions', icon: 'missions' },
  { path: '/kinds', title: 'Kinds', icon: 'kinds' },
  { path: '/settings', title: 'Settings', icon: 'settings' },
];

/** Whether a place is where the page is. */
export const isAt = (path: string, location: string): boolean =>
  path === '/' ? location === '/' || location.startsWith('/i/') : location === path || location.startsWith(`${path}/`);
