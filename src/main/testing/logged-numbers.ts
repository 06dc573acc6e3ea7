import { toText } from '../../kit/bytes.ts';
import { readLog } from '../../packet/log-reader.ts';

const LINE = /#12\.3456, 3\.45678, (\d+)\.000\r\n/g;

/** The numbers of a numbered device whose lines stand whole in a log. */
export async function loggedNumbers(folder: string): Promise<number[]> {
  let text = '';
  for await (const batch of readLog(folder)) {
    for (const { packet } of batch) if (packet.type === 'DATA_FROM_INSTRUMENT') text += toText(packet.payload);
  }
  return Array.from(text.matchAll(LINE), ([, number]) => Number(number));
}
