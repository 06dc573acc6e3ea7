import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Value } from '../model/sample.ts';
import { holds, parseCondition, type Reference } from './condition.ts';

const nameOf = (reference: Reference): string =>
  reference.of === 'field'
    ? `${reference.instrument}.${reference.stream}.${reference.field}`
    : `${reference.instrument}.${reference.of}`;

const judge = (text: string, values: Readonly<Record<string, Value>>): boolean | undefined =>
  holds(parseCondition(text), (reference) => values[nameOf(reference)]);

const NOW = {
  'ctd.ctd.temp': 4.5,
  'ctd.state': 'autosample',
  'ctd.late': false,
  'ctd.alarms': 2,
  'ctd.ctd.flag': null,
};

for (const [text, expected] of [
  ['ctd.ctd.temp > 4.4', true],
  ['ctd.ctd.temp > 4.5', false],
  ['ctd.ctd.temp >= 4.5', true],
  ['ctd.ctd.temp < -1e3', false],
  ['ctd.ctd.temp <= +4.50', true],
  ['ctd.ctd.temp == 4.5', true],
  ['ctd.ctd.temp != .5', true],
  ["ctd.state == 'autosample'", true],
  ["not ctd.state == 'autosample'", false],
  ["ctd.state == 'command' or ctd.alarms > 1", true],
  ["ctd.state == 'command' and ctd.alarms > 1 or ctd.late == false", true],
  ["ctd.state == 'command' and (ctd.alarms > 1 or ctd.late == false)", false],
  ['not (ctd.late == true or ctd.alarms == 0)', true],
  ['adcp.velocity.east > 1', undefined],
  ['not adcp.velocity.east > 1', undefined],
  ['adcp.velocity.east > 1 or ctd.alarms == 2', true],
  ['adcp.velocity.east > 1 and ctd.alarms == 0', false],
  ['adcp.velocity.east > 1 and ctd.alarms == 2', undefined],
  ['ctd.ctd.flag == true', undefined],
] as const) {
  test(`${text} is ${expected ?? 'not known'}`, () => {
    assert.equal(judge(text, NOW), expected);
  });
}

for (const [text, wrong] of [
  ['', /ends at character 1 where/],
  ['ctd.ctd.temp', /ends at character 13 where one of < <= > >= == != is wanted/],
  ['ctd.ctd.temp >', /ends at character 15 where a number, a 'text', true or false is wanted/],
  ['ctd.ctd.temp > 4 5', /has '5' at character 17 where 'and', 'or' or the end is wanted/],
  ['ctd.ctd.temp = 4', /has '= 4' at character 13/],
  ['ctd.temp > 4', /has 'ctd.temp' at character 1 where <instrument>.<stream>.<field>, <instrument>.state/],
  ['a.b.c.d > 4', /has 'a.b.c.d'/],
  ['(ctd.ctd.temp > 4', /ends at character 18 where '\)' is wanted/],
  ['ctd.ctd.temp > ctd.ctd.conductivity', /where a number/],
  ['ctd.ctd.temp > 4; process.exit()', /has '; process.' at character 17/],
  [`${'('.repeat(30)}ctd.late == true${')'.repeat(30)}`, /nested more than 20 deep/],
  [`${'not '.repeat(30)}ctd.late == true`, /nested more than 20 deep/],
  [`ctd.state == '${'x'.repeat(1000)}'`, /longer than 1000 characters/],
] as const) {
  test(`'${text.slice(0, 40)}' is no condition, and what is wrong is said`, () => {
    assert.throws(
      () => parseCondition(text),
      (error) => error instanceof SyntaxError && wrong.test(error.message),
    );
  });
}
