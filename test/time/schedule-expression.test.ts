import { expect, it } from 'vitest';
import { parseScheduleExpression } from '../../time/schedule-expression.ts';

it.each([
  ['daily', 'is none of rate(12 hours), at(2026-12-24T18:00:00) and cron(0 2 * * ? *)'],
  ['rate(1 hours)', 'is no rate'],
  ['rate(2 hour)', 'is no rate'],
  ['rate(0 hours)', 'is no rate'],
  ['at(tomorrow)', 'is no time'],
  ['at(2026-13-01T00:00:00)', 'is no time'],
  ['cron(0 2 * * ?)', 'has 5 fields, but six are needed'],
  ['cron(0 2 * * * *)', 'exactly one of day-of-month and day-of-week must be ?'],
  ['cron(60 2 * * ? *)', '"60" is no minutes: numbers from 0 to 59'],
  ['cron(0 2 L * ? *)', '"L" is no day-of-month'],
  ['cron(0 5-24 * * ? *)', '"5-24" is no hours'],
  ['cron(0 5 * * ? 2027-2026)', '"2027-2026" is no year'],
  ['cron(0 5 25-5 * ? *)', '"25-5" is no day-of-month'],
])('refuses %s with what is wrong', (text, sentence) => {
  expect(() => parseScheduleExpression(text)).toThrow(sentence);
});
