import { TimeZone } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { isTimeZone } from '../../time/time-zone.ts';

/** The database as the CDK's authors list it, but for its stand-in where no zone is set; Node may know a newer one. */
const listed = Object.getOwnPropertyNames(TimeZone)
  .map((name) => (TimeZone as unknown as Record<string, unknown>)[name])
  .flatMap((value) => (value instanceof TimeZone ? [value.timezoneName] : []))
  .filter((name) => name !== 'Factory');

it('takes every zone that the CDK lists', () => {
  expect(listed.length).toBeGreaterThan(300);
  expect(listed.filter((name) => !isTimeZone(name))).toEqual([]);
});

it.each(['', '+01:00', '-0300', 'UTC+2', 'GMT+1', 'utc', 'europe/berlin', 'EUROPE/BERLIN', 'Etc/utc', 'Mars/Olympus'])(
  'refuses %j, which Scheduler would not take',
  (name) => expect(isTimeZone(name)).toBe(false),
);
