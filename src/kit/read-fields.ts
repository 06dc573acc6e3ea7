/** Where a value stands in a record, and in what stands there; `undefined` where the way ends before. */
type Way = readonly [string, ...string[]];

/** A function that reads the value at the end of a way; see {@link fieldsReader}. */
export function wayReader<T>([first, ...rest]: Way): (record: object) => T | undefined {
  const source = rest.reduce((way, name) => `${way}?.[${JSON.stringify(name)}]`, `record[${JSON.stringify(first)}]`);
  return new Function('record', `return ${source};`) as (record: object) => T | undefined;
}

/**
 * A function that reads these fields of a record, in this order. Its source names each of them, so that V8 knows where it stands: some ten times
 * as fast as looking up one name after the other, which must be searched for each time.
 */
export function fieldsReader<T>(names: readonly string[]): (record: Readonly<Record<string, T>>) => (T | undefined)[] {
  // As JSON a name is a literal, whatever stands in it.
  const fields = names.map((name) => `record[${JSON.stringify(name)}]`);
  return new Function('record', `return [${fields.join(', ')}];`) as (
    record: Readonly<Record<string, T>>,
  ) => (T | undefined)[];
}
