/** The same function, which computes once for each object, and keeps what it found as long as the object lives. */
export function onceFor<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const found = new WeakMap<K, { readonly result: T }>();
  return (key) => {
    let known = found.get(key);
    if (known === undefined) {
      known = { result: compute(key) };
      found.set(key, known);
    }
    return known.result;
  };
}
