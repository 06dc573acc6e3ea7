import type { FrameField } from '../definition/frame-field.ts';
import type { Values } from '../model/sample.ts';
import { checkedName } from './compile-reader.ts';

/**
 * As `compileLiteral`, for the fields of a frame: the place of a section is found once for all of its fields. Of the definition only names
 * and numbers go into the source text.
 */
export function compileFrameLiteral(
  fields: Readonly<Record<string, FrameField>>,
): (frame: DataView, at: number) => Values {
  const entries = Object.entries(fields).map(([name, field]) => ({ name: checkedName(name), field }));
  const finders = [...new Set(entries.flatMap(({ field: { section } }) => section?.find ?? []))];
  const places = finders.map(
    (_, i) => `const place_${i} = find_${i}(frame);
      const start_${i} = place_${i} === undefined ? 0 : place_${i}.start;
      const room_${i} = place_${i} === undefined ? -1 : place_${i}.end - start_${i};`,
  );
  const values = entries.map(({ name, field: { section } }) => {
    if (section === undefined) return `${name}: read_${name}(frame, at)`;
    const i = finders.indexOf(section.find);
    return `${name}: ${Number(section.field.end)} <= room_${i} ? read_${name}(frame, start_${i}, room_${i}) : null`;
  });
  const body = `return (frame, at) => { ${places.join('\n')} return { ${values.join(', ')} }; };`;
  const names = [...entries.map(({ name }) => `read_${name}`), ...finders.map((_, i) => `find_${i}`)];
  const readers = entries.map(({ field }) => (field.section?.field ?? field).get);
  return new Function(...names, body)(...readers, ...finders);
}
