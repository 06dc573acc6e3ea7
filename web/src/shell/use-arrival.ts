import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** Who comes to another screen begins at its top, with the keyboard too; the sheets of one screen stay where they are. */
export function useArrival(): void {
  const [location] = useLocation();
  const screen = location.split('/').slice(1, 3).join('/');
  const before = useRef(screen);
  useEffect(() => {
    if (before.current === screen) return;
    before.current = screen;
    // The fleet goes back to where it was left by itself.
    if (screen !== '') scrollTo(0, 0);
    const main = document.getElementById('main');
    if (main?.contains(document.activeElement) === false) main.focus({ preventScroll: true });
  }, [screen]);
}
