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
});
