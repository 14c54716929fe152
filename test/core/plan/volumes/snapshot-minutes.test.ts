import { describe, expect, it } from 'vitest';
import type { Route } from '../../../../core/base/request/route.ts';
import { snapshotMinutes } from '../../../../core/plan/volumes/snapshot-minutes.ts';

const FROM_EKS = { source: { kind: 'eks' } } as unknown as Route;
const FROM_AKS = { source: { kind: 'aks' } } as unknown as Route;
const minutes = (volume: object, route = FROM_EKS) =>
  snapshotMinutes({ strategy: 'use-snapshot', ...volume } as Parameters<typeof snapshotMinutes>[0], route);

describe('the snapshot that a volume begins with', () => {
  it('is reckoned by all that is in a volume of which there is none', () => {
    // 250 MiB a second are 14.65 GiB a minute: 1,000 GiB take 69 minutes, of which the volume has two in any case.
    expect(minutes({ gibibytes: 1000, basis: 'size' })).toBe(67);
    expect(minutes({ gibibytes: 1000, basis: 'size', strategy: 'hand-over' })).toBe(67);
  });

  it('is reckoned by what has changed since an earlier clone', () => {
    expect(minutes({ gibibytes: 100, basis: 'changes' })).toBe(5);
  });

  it.each([
    ['of a small volume takes no more than each', { gibibytes: 20, basis: 'size' }],
    ['goes on from one that others have taken, nobody knows how far', { gibibytes: 1000, basis: 'snapshot' }],
    ['is not taken of what is not copied', { gibibytes: 1000, basis: 'size', strategy: 'skip' }],
    ['is there already', { gibibytes: 1000, basis: 'size', origin: { kind: 'snapshot' } }],
  ])('%s', (_, volume) => expect(minutes(volume)).toBe(0));

  it('is there at once in Azure', () => expect(minutes({ gibibytes: 1000, basis: 'size' }, FROM_AKS)).toBe(0));
});
