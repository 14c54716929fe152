import { describe, expect, it } from 'vitest';
import { longestClosed, minutesUntilOpenFor, whenOpen } from '../../../../core/base/pace/windows.ts';
import { Pace } from '../../../../core/base/request/pace.ts';
import type { PaceWindow } from '../../../../core/base/request/pace-window.ts';

const nights: PaceWindow = { from: '20:00', to: '06:00', timeZone: 'Europe/Berlin' };
const weekend: PaceWindow = { days: ['sat', 'sun'], from: '00:00', to: '00:00', timeZone: 'Europe/Berlin' };
/** 2026-11-30 is a Monday; Berlin is an hour ahead of UTC in winter, and two in summer. */
const monday = (time: string) => new Date(`2026-11-30T${time}:00Z`);

describe('windows', () => {
  it.each([
    ['18:59', 'on mon at 20:00 Europe/Berlin'],
    ['19:00', undefined],
    ['23:30', undefined],
    ['04:59', undefined],
    ['05:00', 'on mon at 20:00 Europe/Berlin'],
  ])('of nights in Berlin are at %s UTC: %s', (time, opens) => {
    expect(whenOpen([[nights]], monday(time))).toBe(opens);
  });

  it('follow summer time', () => {
    expect(whenOpen([[nights]], new Date('2026-07-06T18:00:00Z'))).toBeUndefined();
    expect(whenOpen([[nights]], new Date('2026-07-06T17:59:00Z'))).toBe('on mon at 20:00 Europe/Berlin');
  });

  it('that go past midnight belong to the day on which they begin', () => {
    const friday = { ...nights, days: ['fri' as const] };
    expect(whenOpen([[friday]], new Date('2026-12-05T04:00:00Z'))).toBeUndefined();
    expect(whenOpen([[friday]], new Date('2026-12-04T04:00:00Z'))).toBe('on fri at 20:00 Europe/Berlin');
  });

  it('past midnight of a Sunday are open on Monday', () => {
    expect(whenOpen([[{ ...nights, days: ['sun'] }]], monday('04:00'))).toBeUndefined();
  });

  it('of one list open when the first of them does', () => {
    expect(whenOpen([[nights, weekend]], new Date('2026-12-05T12:00:00Z'))).toBeUndefined();
  });

  it('of route and request have both to be open, and the one that opens last is told', () => {
    expect(whenOpen([[nights], [weekend]], monday('12:00'))).toBe('on sat at 00:00 Europe/Berlin');
    expect(whenOpen([[nights], [weekend]], new Date('2026-12-05T20:00:00Z'))).toBeUndefined();
  });

  it('are open all the time where there are none', () => {
    expect(whenOpen([], monday('12:00'))).toBeUndefined();
    expect(minutesUntilOpenFor([], monday('12:00'), 90)).toBe(90);
  });

  it('say for how long they are closed at most', () => {
    expect(longestClosed([[nights]])).toBe(14 * 60);
    expect(longestClosed([[weekend]])).toBe(5 * 24 * 60);
    expect(longestClosed([[nights], [{ ...nights, from: '10:00', to: '11:00' }]])).toBe(Number.POSITIVE_INFINITY);
  });

  it('of two time zones are open together when they are on the clock of the world, and not by what is written', () => {
    const west = { ...nights, timeZone: 'America/Los_Angeles' };
    // 19:00 to 5:00 UTC in winter, and 4:00 to 14:00; an hour earlier both in summer.
    const since = new Date('2026-11-30T05:00:00Z');
    expect(minutesUntilOpenFor([[nights], [west]], since, 60)).toBe(24 * 60);
    expect(minutesUntilOpenFor([[nights], [west]], since, 61)).toBe(47 * 60 + 1);
    expect(minutesUntilOpenFor([[nights], [west]], since, 7 * 60)).toBe(7 * 24 * 60);
    // Between the changes of the clocks they are an hour closer to each other, and 2 hours then.
    const short = { ...west, to: '20:30' };
    expect(longestClosed([[nights], [short]])).toBe(23.5 * 60);
    const apart = { from: '06:00', to: '18:00', timeZone: 'Asia/Tokyo' };
    expect(longestClosed([[{ ...apart, timeZone: 'UTC' }], [apart]])).toBe(21 * 60);
    const never = { from: '06:00', to: '15:00', timeZone: 'Asia/Tokyo' };
    expect(longestClosed([[{ ...never, timeZone: 'UTC' }], [never]])).toBe(Number.POSITIVE_INFINITY);
  });

  it('of a time zone that is none are a mistake like others', () => {
    expect(Pace.safeParse({ windows: [{ ...nights, timeZone: 'Europe/Atlantis' }] }).success).toBe(false);
  });

  it('that are closed for longer than EBS keeps a snapshot are refused', () => {
    const mistake = Pace.safeParse({ windows: [weekend] });
    expect(mistake.error?.issues[0]?.message).toContain('further apart than 60 hours');
    expect(Pace.safeParse({ windows: [nights] }).success).toBe(true);
  });
});
