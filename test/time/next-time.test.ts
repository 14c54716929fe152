import { expect, it } from 'vitest';
import { inZone, nextTime, nextTimes } from '../../time/next-time.ts';
import { parseScheduleExpression } from '../../time/schedule-expression.ts';

const madeAt = new Date('2026-11-20T10:30:00Z');

/** Expression, zone, after, and the times that follow by the calendar. */
const TIMES: [string, string, string, string[]][] = [
  ['rate(12 hours)', 'UTC', '2026-11-20T10:30:00Z', ['2026-11-20T22:30:00Z', '2026-11-21T10:30:00Z']],
  ['at(2026-12-24T18:00:00)', 'Europe/Berlin', '2026-11-20T10:30:00Z', ['2026-12-24T17:00:00Z']],
  ['cron(0 2 * * ? *)', 'Europe/Berlin', '2026-11-20T10:30:00Z', ['2026-11-21T01:00:00Z', '2026-11-22T01:00:00Z']],
  ['cron(0 2 * * ? *)', 'Europe/Berlin', '2026-07-01T10:00:00Z', ['2026-07-02T00:00:00Z']],
  ['cron(0/20 9,17 ? * MON-FRI *)', 'UTC', '2026-11-20T17:20:00Z', ['2026-11-20T17:40:00Z', '2026-11-23T09:00:00Z']],
  ['cron(15 12 29 2 ? *)', 'UTC', '2026-11-20T00:00:00Z', ['2028-02-29T12:15:00Z']],
  ['cron(0/30 20-2 ? * MON-FRI *)', 'UTC', '2026-11-20T23:00:00Z', ['2026-11-20T23:30:00Z', '2026-11-23T00:00:00Z']],
  ['cron(0 9 ? * FRI-SUN *)', 'UTC', '2026-11-21T10:00:00Z', ['2026-11-22T09:00:00Z', '2026-11-27T09:00:00Z']],
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

/**
 * The examples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html, each with the
 * first three times after Friday 2026-11-20T10:30:00Z that its sentence says.
 */
const PUBLISHED: [string, string, string[]][] = [
  ['cron(0 10 * * ? *)', '10:00 AM every day', ['11-21T10:00', '11-22T10:00', '11-23T10:00']],
  ['cron(15 12 * * ? *)', '12:15 PM every day', ['11-20T12:15', '11-21T12:15', '11-22T12:15']],
  ['cron(0 18 ? * MON-FRI *)', '6:00 PM Monday to Friday', ['11-20T18:00', '11-23T18:00', '11-24T18:00']],
  ['cron(0 8 1 * ? *)', '8:00 AM on the first of the month', ['12-01T08:00', '2027-01-01T08:00', '2027-02-01T08:00']],
  ['cron(0/15 * * * ? *)', 'every 15 minutes', ['11-20T10:45', '11-20T11:00', '11-20T11:15']],
  ['cron(0/10 * ? * MON-FRI *)', 'every 10 minutes, Monday to Friday', ['11-20T10:40', '11-20T10:50', '11-20T11:00']],
  ['cron(0/30 20-2 ? * MON-FRI *)', 'every 30 minutes over midnight', ['11-20T20:00', '11-20T20:30', '11-20T21:00']],
  [
    'cron(0/5 8-17 ? * MON-FRI *)',
    'every 5 minutes between 8:00 AM and 5:55 PM',
    ['11-20T10:35', '11-20T10:40', '11-20T10:45'],
  ],
];

it.each(PUBLISHED)('%s is %s', (text, _, expected) => {
  const after = new Date('2026-11-20T10:30:00Z');
  const times = nextTimes(parseScheduleExpression(text), 'UTC', { after, madeAt, count: 3 });
  expect(times.map((time) => time.toISOString())).toEqual(
    expected.map((time) => `${time.startsWith('20') ? '' : '2026-'}${time}:00.000Z`),
  );
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
