/** The same function, which asks for one object several times running computes only once. */
export function rememberLast<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  let last: { readonly key: K; readonly result: T } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, result: compute(key) };
    return last.result;
  };
}
