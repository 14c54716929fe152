import { describe, expect, it } from 'vitest';
import { secondRunProblems } from '../../../../core/base/run/second-run.ts';

const FROM = new Date('2026-11-22T10:00:00Z');
const NIGHTLY = { expression: 'cron(0 2 * * ? *)', timeZone: 'Europe/Berlin', enabled: true };
const FAIL = { mode: 'clone', onConflict: 'fail', cutOver: false } as const;

const told = (schedule: object, request: object = {}) =>
  secondRunProblems({ ...NIGHTLY, ...schedule }, { ...FAIL, ...request }, FROM);
const places = (schedule: object, request?: object) => told(schedule, request).map(({ at }) => at);

describe('a schedule whose second time would meet its own clone', () => {
  // Promise: refuses-one-night-schedules
  it('is refused without a rule for conflicts, whatever its times, with the way out', () => {
    for (const expression of [NIGHTLY.expression, 'rate(12 hours)', 'cron(0 4 1 * ? *)'])
      expect(told({ expression })).toEqual([
        { at: 'onConflict', message: expect.stringMatching(/meet its own clone.*"refresh".*"ttl"/s) },
      ]);
  });

  it.each(['refresh', 'update', 'skip'])('is kept with onConflict %s', (onConflict) => {
    expect(places({}, { onConflict })).toEqual([]);
  });

  it('is kept where each clone is removed before the next, an hour for the removal included', () => {
    expect(places({}, { ttl: '12h' })).toEqual([]);
    expect(places({}, { ttl: '22h' })).toEqual([]);
    expect(places({}, { ttl: '24h' })).toEqual(['ttl']);
    expect(told({}, { ttl: '3d' })[0]?.message).toContain(
      '3d is still there at the next time, which comes 24 hours later',
    );
  });

  it('goes by its two nearest times, and by the window in which it starts', () => {
    const mondayAndTuesday = { expression: 'cron(0 2 ? * MON,TUE *)' };
    expect(places(mondayAndTuesday, { ttl: '2d' })).toEqual(['ttl']);
    expect(places({ expression: 'cron(0 2 ? * MON *)' }, { ttl: '2d' })).toEqual([]);
    expect(places({ windowMinutes: 120 }, { ttl: '21h' })).toEqual([]);
    expect(places({ windowMinutes: 121 }, { ttl: '21h' })).toEqual(['ttl']);
  });

  it('is no schedule with a single time, none that only plans, and none that is paused', () => {
    expect(places({ expression: 'at(2026-12-24T18:00:00)' })).toEqual([]);
    expect(places({ expression: 'cron(0 18 24 12 ? 2026)' })).toEqual([]);
    expect(places({}, { mode: 'plan' })).toEqual([]);
    expect(places({ enabled: false })).toEqual([]);
  });

  it('is one that cuts over, whatever its rule: its source is scaled to zero after the first time', () => {
    expect(places({}, { cutOver: true, onConflict: 'refresh' })).toEqual(['cutOver']);
    expect(places({ expression: 'at(2026-12-24T18:00:00)' }, { cutOver: true })).toEqual([]);
  });
});
