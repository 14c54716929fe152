import { describe, expect, it } from 'vitest';
import { estimateAll, estimateVolume, type Paced } from '../../../../core/reporting/progress/estimate.ts';

const MINUTE = 60_000;
/** Ten minutes by the plan. */
const volume = (over: Partial<Paced>): Paced => ({ stage: 'waiting', percent: 0, plannedSeconds: 600, ...over });
const copying = (percent: number, lastMinute: number): Paced =>
  volume({ stage: 'copying', percent, stageBegan: 0, lastMark: lastMinute * MINUTE });

describe('the estimate of one volume', () => {
  it('goes on at the pace so far, whatever the plan said', () => {
    // A quarter in 5 minutes: the rest takes 15.
    expect(estimateVolume(copying(25, 5), 5 * MINUTE)).toEqual({ secondsLeft: 900, basis: 'progress' });
  });

  it('goes down between two marks as time passes', () => {
    // 5 % a minute: half a minute later it is 30 seconds less.
    expect(estimateVolume(copying(25, 5), 5.5 * MINUTE)).toEqual({ secondsLeft: 870, basis: 'progress' });
  });

  it('grows when the copy stands still', () => {
    // No more than 30 % after 60 minutes: 70 % take 140.
    expect(estimateVolume(copying(25, 5), 60 * MINUTE)).toEqual({ secondsLeft: 8_400, basis: 'progress' });
  });

  it.each<[string, Paced]>([
    ['waits', volume({})],
    ['has its snapshot taken', volume({ stage: 'snapshot', snapshotPercent: 40, stageBegan: 0, lastMark: 0 })],
    ['has not shown a pace', copying(0, 0)],
  ])('is the time of the plan while the volume %s', (_, paced) => {
    expect(estimateVolume(paced, 0)).toEqual({ secondsLeft: 600, basis: 'plan' });
  });

  it('is the time of the plan less what has passed, and nothing when that is over', () => {
    expect(estimateVolume(copying(0, 0), 4 * MINUTE)).toEqual({ secondsLeft: 360, basis: 'plan' });
    expect(estimateVolume(copying(0, 0), 11 * MINUTE)).toBeUndefined();
  });

  it('is nothing for a volume that is being made, or verified', () => {
    expect(estimateVolume(volume({ stage: 'creating', percent: 100 }), 0)).toBeUndefined();
    expect(estimateVolume(volume({ stage: 'verified', percent: 100 }), 0)).toBeUndefined();
  });

  it('bears a clock that is behind the one of the marks', () => {
    expect(estimateVolume(copying(50, 10), 9 * MINUTE)).toEqual({ secondsLeft: 600, basis: 'progress' });
  });
});

describe('the estimate of all volumes', () => {
  it('is that of the slowest when all are under way', () => {
    const all = [copying(50, 5), copying(25, 5), volume({ stage: 'verified', percent: 100 })];
    expect(estimateAll(all, 5 * MINUTE)).toEqual({ secondsLeft: 900, basis: 'progress' });
  });

  it('lets those that wait take the place of whichever is through first, twenty at a time', () => {
    // 20 lanes of 10 minutes each, twice, and one volume more.
    const all = Array.from({ length: 41 }, () => volume({}));
    expect(estimateAll(all, 0)).toEqual({ secondsLeft: 1_800, basis: 'plan' });
    // 19 lanes are free after 1 minute and take the one that waits; the slow one has 70 % left at 30 % in 9 minutes.
    const under = [copying(25, 5), ...Array.from({ length: 19 }, () => copying(90, 9))];
    expect(estimateAll([...under, volume({})], 9 * MINUTE)).toEqual({ secondsLeft: 1_260, basis: 'plan' });
  });

  it('is nothing when every volume is verified, or the rest takes moments', () => {
    expect(estimateAll([volume({ stage: 'verified', percent: 100 })], 0)).toBeUndefined();
    expect(estimateAll([volume({ stage: 'creating', percent: 100 })], 0)).toBeUndefined();
    expect(estimateAll([], 0)).toBeUndefined();
  });
});
