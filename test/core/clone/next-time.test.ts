import { expect, it } from 'vitest';
import { inZone, nextTime, nextTimes } from '../../../core/clone/next-time.ts';
import { parseScheduleExpression } from '../../../core/clone/schedule-expression.ts';

const madeAt = new Date('2026-11-20T10:30:00Z');

/** Expression, zone, after, and the times that follow by the calendar. */
const TIMES: [string, string, string, string[]][] = [
  ['rate(12 hours)', 'UTC', '2026-11-20T10:30:00Z', ['2026-11-20T22:30:00Z', '2026-11-21T10:30:00Z']],
  ['at(2026-12-24T18:00:00)', 'Europe/Berlin', '2026-11-20T10:30:00Z', ['2026-12-24T17:00:00Z']],
  ['cron(0 2 * * ? *)', 'Europe/Berlin', '2026-11-20T10:30:00Z', ['2026-11-21T01:00:00Z', '2026-11-22T01:00:00Z']],
  ['cron(0 2 * * ? *)', 'Europe/Berlin', '2026-07-01T10:00:00Z', ['2026-07-02T00:00:00Z']],
  ['cron(0/20 9,17 ? * MON-FRI *)', 'UTC', '2026-11-20T17:20:00Z', ['2026-11-20T17:40:00Z', '2026-11-23T09:00:00Z']],
  ['cron(15 12 29 2 ? *)', 'UTC', '2026-11-20T00:00:00Z', ['2028-02-29T12:15:00Z']],
  ['cron(0 0 1 JAN ? 2027)', 'UTC', '2026-11-20T00:00:00Z', ['2027-01-01T00:00:00Z']],
  // Clocks go from 02:00 to 03:00 on 28 March 2027 in Berlin: 02:30 is left out that day.
  ['cron(30 2 * * ? *)', 'Europe/Berlin', '2027-03-27T12:00:00Z', ['2027-03-29T00:30:00Z']],
];

it.each(TIMES)('%s in %s after %s', (text, zone, from, expected) => {
  const expression = parseScheduleExpression(text);
  let after = new Date(from);
  for (const time of expected) {
    after = nextTime(expression, zone, { after, madeAt })!;
    expect(after.toISOString()).toBe(time.replace('Z', '.000Z'));
  }
});

it.each(['at(2026-11-01T00:00:00)', 'cron(0 0 1 1 ? 2020)'])('has no time any more for %s', (text) => {
  expect(nextTime(parseScheduleExpression(text), 'UTC', { after: madeAt, madeAt })).toBeUndefined();
});

it('tells the next times as the clocks of the zone show them, over the change of the clocks', () => {
  const expression = parseScheduleExpression('cron(0 12 * * ? *)');
  const after = new Date('2027-03-26T12:00:00Z');
  const times = nextTimes(expression, 'Europe/Berlin', { after, madeAt, count: 3 });
  expect(times.map((time) => inZone(time, 'Europe/Berlin'))).toEqual([
    '2027-03-27T12:00:00+01:00',
    '2027-03-28T12:00:00+02:00',
    '2027-03-29T12:00:00+02:00',
  ]);
  expect(inZone(new Date('2026-11-22T10:00:00.999Z'), 'UTC')).toBe('2026-11-22T10:00:00Z');
  expect(inZone(new Date('2026-11-22T10:00:00Z'), 'America/St_Johns')).toBe('2026-11-22T06:30:00-03:30');
});

it('has as many next times as there are', () => {
  const once = parseScheduleExpression('at(2026-12-24T18:00:00)');
  expect(nextTimes(once, 'UTC', { after: madeAt, madeAt, count: 3 })).toEqual([new Date('2026-12-24T18:00:00Z')]);
});
