import { next, parse } from 'aws-cron-parser';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextTimes } from '../../time/next-time.ts';
import { parseScheduleExpression } from '../../time/schedule-expression.ts';

/** A field of a cron expression: all, one, a range, steps, a list. The witness takes lists in ascending order only. */
const field = (low: number, high: number) => {
  const one = fc.integer({ min: low, max: high });
  const two = fc.tuple(one, one).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
  const step = fc.integer({ min: 1, max: 6 });
  return fc.oneof(
    fc.constant('*'),
    one.map(String),
    two.map(([from, to]) => `${from}-${to}`),
    two.filter(([a, b]) => a !== b).map(([a, b]) => `${a},${b}`),
    fc.tuple(fc.oneof(fc.constant('*'), one.map(String)), step).map(([from, by]) => `${from}/${by}`),
  );
};

// The witness goes on into the next month where a month is shorter than a step leads: days stay below 29, without steps.
const dayOfMonth = fc.oneof(
  fc.constant('*'),
  fc.integer({ min: 1, max: 28 }).map(String),
  fc.constantFrom('3-9', '5,20'),
);
const days = fc.oneof(
  fc.tuple(dayOfMonth, field(1, 12), fc.constant('?')),
  fc.tuple(fc.constant('?'), field(1, 12), field(1, 7)),
);
const cron = fc
  .tuple(field(0, 59), field(0, 23), days)
  .map(([minutes, hours, [day, month, weekday]]) => `${minutes} ${hours} ${day} ${month} ${weekday} *`);
const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });

it('finds the next times that a parser of somebody else finds', () => {
  const property = fc.property(cron, moments, (text, after) => {
    const parsed = parse(text);
    const theirs: (Date | null)[] = [];
    for (let last: Date | null = after; theirs.length < 3 && last; last = theirs.at(-1) ?? null)
      theirs.push(next(parsed, last));
    const expression = parseScheduleExpression(`cron(${text})`);
    expect(nextTimes(expression, 'UTC', { after, madeAt: after, count: 3 })).toEqual(theirs);
  });
  // The same expressions each time: the witness has mistakes of its own, and a new one should not stop anybody.
  fc.assert(property, { numRuns: 300, seed: 20261130 });
});
