/** Something as JSON; bytes as base64, as everywhere. */
export const jsonText = (value: unknown): string => JSON.stringify(value, withBytes);

/** A `Buffer` would have become something else by the time that it is handed in. */
function withBytes(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const own = this[name];
  return own instanceof Uint8Array ? Buffer.from(own).toString('base64') : value;
}
