import { describe, expect, it } from 'vitest';
import { tellOrigins } from '../../../../core/plan/origins/tell-origins.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';

const volume = (claim: string, takenAt?: string, strategy = 'copy-blocks') =>
  ({
    claim,
    strategy,
    sourceVolumeId: 'vol-0a1b2c3d4e5f60718',
    ...(takenAt ? { origin: { kind: 'snapshot', snapshotId: `snap-${claim}`, foreign: true, takenAt } } : {}),
  }) as PlannedVolume;
const warnings = (volumes: PlannedVolume[]) =>
  tellOrigins({ cutOver: false }, volumes).flatMap(({ severity, sentence }) =>
    severity === 'warning' ? sentence : [],
  );

describe('snapshots of others', () => {
  it('of different times are a warning that has the times', () => {
    const [sentence, ...more] = warnings([volume('shop/a', '03:00'), volume('shop/b', '04:00')]);
    expect(sentence).toMatch(/^The snapshots are of different times \(shop\/a of 03:00, shop\/b of 04:00\)/);
    expect(more).toEqual([]);
  });

  it('beside one that the run takes are of different times', () => {
    const [sentence] = warnings([volume('shop/a', '03:00'), volume('shop/b')]);
    expect(sentence).toContain("(shop/a of 03:00, and shop/b of this run's own)");
  });

  it('of one time, alone, or beside what is not copied share theirs', () => {
    expect(warnings([volume('shop/a', '03:00'), volume('shop/b', '03:00')])).toEqual([]);
    expect(warnings([volume('shop/a', '03:00'), volume('shop/b', undefined, 'skip')])).toEqual([]);
    expect(warnings([volume('shop/a'), volume('shop/b')])).toEqual([]);
  });
});
