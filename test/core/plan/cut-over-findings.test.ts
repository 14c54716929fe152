import { describe, expect, it } from 'vitest';
import { Request } from '../../../core/base/request/request.ts';
import { alreadyCutOver, cutOverFindings } from '../../../core/plan/cut-over-findings.ts';
import type { PlannedVolume } from '../../../core/plan/volumes/volume-plan.ts';
import { addToIndex, startIndex } from '../../../core/translate/source-index.ts';

const volumes = [{ minutes: 4 }, { minutes: 11 }] as PlannedVolume[];
const told = (request: object) => cutOverFindings(Request.parse(request), volumes).map(({ sentence }) => sentence);

describe('the plan of a migration', () => {
  // Promise: migration-says-its-loss
  it('names what is lost without a cut-over', () => {
    expect(told({ profile: 'migrate' })).toEqual([
      expect.stringMatching(/what the source writes after the snapshot is not in the clone.*"cutOver": true/),
    ]);
    expect(told({ profile: 'clone' })).toEqual([]);
  });

  // Promise: migration-says-its-loss
  it('says how long a cut-over takes the source down: the longest copy, and two minutes for the objects', () => {
    const request = { profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true } };
    expect(told(request)).toEqual([expect.stringMatching(/about 13 minutes.*stays at zero then/)]);
  });

  const rounds = (migrate: object, some: Partial<PlannedVolume>[]) =>
    cutOverFindings(Request.parse({ profile: 'migrate', cutOver: true, migrate }), some as PlannedVolume[]);

  // Promise: migration-says-its-loss
  it('says of a migration in rounds for how long its source is expected to be down, and by what', () => {
    const measured = {
      claim: 'shop/a',
      strategy: 'copy-blocks',
      sizeGiB: 100,
      gibibytes: 1,
      basis: 'changes',
      minutes: 5,
    } as const;
    expect(rounds({}, [measured])).toMatchObject([
      {
        severity: 'warning',
        sentence: expect.stringMatching(
          /as soon as its changes are few.*about 7 minutes, as earlier runs have measured.*the 15 allowed/,
        ),
      },
    ]);
    // Three minutes around it; of 4,000 GiB 40, at 29.3 a minute; and three minutes for snapshot and volume.
    const whole = { ...measured, sizeGiB: 4000, gibibytes: 4000, basis: 'size' } as const;
    expect(rounds({ cutOver: 'on-approval' }, [whole])).toMatchObject([
      {
        severity: 'warning',
        sentence: expect.stringMatching(/when somebody approves it.*about 8 minutes, if 1 % of the data changes/),
      },
    ]);
  });

  // Promise: downtime-before-quiesce
  it('refuses what cannot be met however little changes, with what can', () => {
    expect(rounds({ maxDowntimeMinutes: 2 }, [])).toMatchObject([
      { severity: 'blocker', sentence: expect.stringContaining('Set migrate.maxDowntimeMinutes to 3 or more') },
    ]);
    const files = {
      claim: 'shop/files',
      strategy: 'write-image',
      origin: { kind: 'files' },
      sizeGiB: 1,
      minutes: 30,
    } as unknown as PlannedVolume;
    expect(rounds({ maxDowntimeMinutes: 20 }, [files])).toMatchObject([
      {
        severity: 'blocker',
        sentence: expect.stringMatching(
          /33 minutes at least: claim shop\/files cannot be copied before it.*to 33 or more/,
        ),
      },
    ]);
  });

  it('refuses a source that an earlier run has cut over', () => {
    const index = startIndex();
    const annotations = { 'kubeferry/cut-over-by': 'move-1' };
    const metadata = { name: 'db', namespace: 'shop', annotations };
    addToIndex(index, { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { replicas: 0 } });
    addToIndex(index, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } });
    expect(alreadyCutOver(index, 'prod-to-dev')).toMatchObject([
      { severity: 'blocker', sentence: expect.stringContaining('"kubeferry rollback prod-to-dev move-1"') },
    ]);
  });

  it('takes no ReplicaSet for cut over, which keeps the mark of its Deployment when that is brought back', () => {
    const index = startIndex();
    const annotations = { 'kubeferry/cut-over-by': 'move-1' };
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web', controller: true };
    const metadata = { name: 'web-1', namespace: 'shop', annotations, ownerReferences: [owner] };
    addToIndex(index, { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec: { replicas: 2 } });
    expect(alreadyCutOver(index, 'prod-to-dev')).toEqual([]);
  });
});
