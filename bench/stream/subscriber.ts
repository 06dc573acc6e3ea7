// Takes all records of a device, in one of several ways: `node subscriber.ts <way> <plan as JSON>`, forked; see `SubscriberPlan` and `SubscriberNews`.
import { fromDriver } from './from-driver.ts';
import { byHand, throughParser, toCsv } from './from-socket.ts';
import { now } from './now.ts';
import type { SubscriberNews, SubscriberPlan } from './subscriber-plan.ts';

const WAYS = { driver: fromDriver, hand: byHand, parser: throughParser, csv: toCsv } as const;
export type Way = keyof typeof WAYS;

const isWay = (name: string): name is Way => name in WAYS;

const [way = '', json = ''] = process.argv.slice(2);
if (!isWay(way)) throw new Error(`'${way}' is none of ${Object.keys(WAYS)}`);
const plan: SubscriberPlan = JSON.parse(json);
const { count, timesFrom = count } = plan;

const tell = (news: SubscriberNews): void => void process.send?.(news);
const times: number[] = [];
let expected = 0;

/** These records have come, each of which must be the one behind the last. */
function took(numbers: readonly number[]): void {
  const at = now();
  if (numbers.length > 0 && expected === 0) tell({ type: 'ready' });
  for (const number of numbers) {
    if (number !== expected) throw new Error(`record ${number} came where ${expected} was to come`);
    expected += 1;
    if (number >= timesFrom) times.push(at);
  }
  if (expected === count) tell({ type: 'done', at, times });
}

process.on('disconnect', () => process.exit());
await WAYS[way](plan, took);
