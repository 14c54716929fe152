import { expect, it } from 'vitest';
import { cloudsOf } from '../../../../core/plan/cost/between-clouds.ts';
import { usageOfProof } from '../../../../core/plan/cost/proof-usage.ts';
import { estimate } from '../../../../core/plan/volumes/estimate.ts';

const ends = (from: 'eks' | 'aks', to: 'eks' | 'aks') => cloudsOf({ source: { kind: from }, target: { kind: to } });
/** Of 100 GiB between two Regions: of blocks 204,800. */
const dollars = (from: 'eks' | 'aks', to: 'eks' | 'aks') =>
  estimate('copy-blocks', 100, true, undefined, ends(from, to)).dollars;
const [READ, WRITTEN] = [(204_800 * 0.003) / 1000, (204_800 * 0.006) / 1000];
/** Snapshots for some minutes, and listings. */
const NEARLY = 1;

it('prices what leaves AWS for disks of Azure, and no page that Azure writes', () => {
  expect(dollars('eks', 'aks')).toBeCloseTo(100 * 0.09 + READ, NEARLY);
  expect(dollars('aks', 'aks')).toBeCloseTo(100 * 0.09, NEARLY);
});

it('prices of what comes from Azure what EBS writes, and no way between Regions of AWS', () => {
  expect(dollars('aks', 'eks')).toBeCloseTo(WRITTEN, NEARLY);
});

it('prices copies within AWS as before', () => {
  expect(dollars('eks', 'eks')).toBeCloseTo(100 * 0.02 + READ + WRITTEN, NEARLY);
  expect(dollars('eks', 'eks')).toBe(estimate('copy-blocks', 100, true).dollars);
});

it('prices of a comparison the side that AWS has', () => {
  const reads = (from: 'eks' | 'aks', to: 'eks' | 'aks') =>
    usageOfProof('blocks', { gibibytes: 1, crossesRegions: true, clouds: ends(from, to) });
  expect(reads('eks', 'eks')).toMatchObject({ blocksRead: 4096, transferGiB: 1 });
  expect(reads('eks', 'aks')).toMatchObject({ blocksRead: 2048, transferGiB: 0, internetGiB: 0 });
  expect(reads('aks', 'aks')).toMatchObject({ blocksRead: 0, transferGiB: 0 });
});
