import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromIso, toIso } from '../../kit/time.ts';
import { DATE_THEN_TIME, fromSeaBirdTime, MONTH_DAY_YEAR_CLOCK, ntpSeconds, toSeaBirdTime } from './time.ts';

test('every form in which a time is shown means the same', () => {
  const forms = ['05 Feb 2013  19:16:59', '05 Feb 2013, 19:16:59', '5 feb 2013 19:16:59', '02-05-2013, 19:16:59'];
  for (const form of forms) assert.equal(toIso(fromSeaBirdTime(form)), '2013-02-05T19:16:59.000Z', form);
});

test('what is no time is an error that shows one', () => {
  const wrong = [
    '',
    '05 Foo 2013  19:16:59',
    '31 Feb 2013  19:16:59',
    '05 Feb 2013  24:00:00',
    '05 Feb 2013  19:60:59',
    'x',
  ];
  for (const text of wrong) assert.throws(() => fromSeaBirdTime(text), /is not a time such as 05 Feb 2013/, text);
  assert.equal(toIso(fromSeaBirdTime('05 Feb 2013  00:00:00')), '2013-02-05T00:00:00.000Z');
});

test('a time is written as it is read', () => {
  const time = fromIso('2026-11-22T21:33:00Z');
  assert.equal(toSeaBirdTime(time), '22 Nov 2026  21:33:00');
  assert.equal(toSeaBirdTime(time, ', '), '22 Nov 2026, 21:33:00');
  const field = ntpSeconds();
  assert.equal(field.read('05 Feb 2013  19:11:43'), 3569080303);
  assert.equal(field.write(3569080303, ''), '05 Feb 2013  19:11:43');
});

test('the clock is set to the date, and then to the time of day', () => {
  const time = fromIso('2026-11-22T21:33:07Z');
  assert.deepEqual(
    DATE_THEN_TIME.map(({ prefix, format }) => prefix + format(time)),
    ['MMDDYY=112226', 'HHMMSS=213307'],
  );
  const [date, clock] = DATE_THEN_TIME;
  assert.equal(toIso(date!.parse('112226', fromIso('1980-01-01T05:06:07Z'))), '2026-11-22T05:06:07.000Z');
  assert.equal(toIso(clock!.parse('213307', fromIso('2026-11-22T05:06:07Z'))), '2026-11-22T21:33:07.000Z');
  assert.throws(() => clock!.parse('21:33', 0n), /is not six digits/);
});

test('the clock is set to date and time of day at once', () => {
  const { prefix, format, parse } = MONTH_DAY_YEAR_CLOCK;
  assert.equal(prefix + format(fromIso('2026-11-22T21:33:07Z')), 'DateTime=11222026213307');
  assert.equal(toIso(parse('11222026213307', 0n)), '2026-11-22T21:33:07.000Z');
  assert.throws(() => parse('112226213307', 0n), /is not fourteen digits/);
  assert.throws(() => parse('13222026213307', 0n), SyntaxError);
});
