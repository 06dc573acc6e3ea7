import { type ReactNode, useEffect, useRef, useState } from 'react';

const seenBy = new WeakMap<Element, (seen: boolean) => void>();
let observer: IntersectionObserver | undefined;

/** One observer for all: it tells what comes near to the window, half of one before it is seen. */
const observe = (element: Element, tell: (seen: boolean) => void): (() => void) => {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) seenBy.get(target)?.(isIntersecting);
    },
    { rootMargin: '50% 0px' },
  );
  seenBy.set(element, tell);
  observer.observe(element);
  return () => {
    observer?.unobserve(element);
    seenBy.delete(element);
  };
};

interface WhenSeenProps {
  readonly className?: string | undefined;
  /** What stands there while it is not near: enough that the browser's own search finds it. */
  readonly otherwise: ReactNode;
  readonly children: ReactNode;
}

/** Draws what is in it only while it is seen, or nearly; its place stays. */
export function WhenSeen({ className, otherwise, children }: WhenSeenProps) {
  const element = useRef<HTMLLIElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => (element.current === null ? undefined : observe(element.current, setSeen)), []);
  return (
    <li ref={element} className={className}>
      {seen ? children : otherwise}
    </li>
  );
}
