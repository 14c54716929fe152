import { describe, expect, it } from 'vitest';
import { PROOFS, type Proof, stricterProof } from '../../../../core/base/request/proof.ts';
import type { Route } from '../../../../core/base/request/route.ts';
import type { Strategy } from '../../../../core/base/strategies.ts';
import { planProof, tellProofs } from '../../../../core/plan/volumes/plan-proof.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';

const DATA = { gibibytes: 100, crossesRegions: true };
const planned = (strategy: Strategy, route?: Proof, request?: Proof) =>
  planProof(strategy, { route: { proof: route } as Route }, { proof: request }, DATA);

describe('the proof of a copy', () => {
  it('is none unless the route or the request asks for one', () => {
    expect(planned('copy-blocks')).toBeUndefined();
    expect(planned('skip', 'full')).toBeUndefined();
  });

  // Promise: proof-is-never-less
  it('is the stricter of what the route and the request ask for', () => {
    for (const [at, route] of PROOFS.entries())
      for (const [other, request] of PROOFS.entries())
        expect(planned('share-and-copy', route, request)?.asked).toBe(PROOFS[Math.max(at, other)]);
    expect(stricterProof(undefined, 'listing')).toBe('listing');
  });

  // AWS tells no digests of a copy that it makes; one that is made block by block has carried them.
  it.each<[Strategy, Proof, string | undefined]>([
    ['copy-blocks', 'listing', 'lists'],
    ['copy-blocks', 'checksums', 'lists'],
    ['copy-blocks', 'full', 'blocks'],
    ['write-image', 'checksums', 'lists'],
    ['write-image', 'full', 'blocks'],
    ['share-and-copy', 'listing', 'lists'],
    ['share-and-copy', 'checksums', 'blocks'],
    ['share-and-copy', 'full', 'blocks'],
    ['use-snapshot', 'full', undefined],
  ])('of %s for "%s" compares %s', (strategy, proof, compares) => {
    expect(planned(strategy, proof)?.compares).toBe(compares);
  });

  it('has its price and its time in the plan: 100 GiB between Regions, read on both sides', () => {
    const proof = planned('share-and-copy', 'full')!;
    // 2 x 204,800 blocks at $0.003 for 1,000, 100 GiB at $0.02, and 2,731 s of 2 GiB at $0.0000133334 a GiB-second.
    expect(proof.dollars).toBeCloseTo(1.2288 + 2 + 0.0728, 2);
    expect(proof.minutes).toBe(8);
    const volume = { claim: 'shop/data', strategy: 'share-and-copy', proof } as PlannedVolume;
    const [told] = tellProofs([volume]);
    const { sentence, severity } = told!;
    expect(severity).toBe('info');
    expect(sentence).toMatch(
      /^The proof "full" of share-and-copy: each block is read on both sides.*, for about \$3\.3\d* and 8 minutes, which the estimates include\.$/,
    );
  });

  it("says of a volume that is made of the source's own snapshot that there is nothing to compare", () => {
    const volume = {
      claim: 'shop/data',
      strategy: 'use-snapshot',
      proof: planned('use-snapshot', 'full'),
    } as PlannedVolume;
    expect(tellProofs([volume])[0]?.sentence).toBe(
      'The proof "full" of use-snapshot: there is one snapshot for both sides, so that there is nothing to compare.',
    );
  });
});
