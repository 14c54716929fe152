import * as z from 'zod';

/**
 * How far the copy of a volume is compared with its source, beyond what its way proves by itself: which blocks are written;
 * the SHA-256 of each of them; or each of them read again on both sides. Each is stricter than the one before.
 */
export const PROOFS = ['listing', 'checksums', 'full'] as const;
export const Proof = z.enum(PROOFS);
export type Proof = z.infer<typeof Proof>;

/** The stricter of both; undefined where neither says anything. */
export function stricterProof(one: Proof | undefined, other: Proof | undefined): Proof | undefined {
  const at = Math.max(...[one, other].map((proof) => (proof ? PROOFS.indexOf(proof) : -1)));
  return PROOFS[at];
}
