import { quiesces } from '../../base/request/quiesces.ts';
import type { Request } from '../../base/request/request.ts';
import { brings, takesSnapshot } from '../../base/strategies.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';

/**
 * Whether a quiesced source may work again as soon as the snapshots of its own driver are taken, while Jobs copy what is in them: where no
 * cut-over keeps it at zero, nothing is read of a claim itself, and no snapshot of EBS follows.
 */
export const comesBackEarly = (
  { quiesce, cutOver }: Pick<Request, 'quiesce' | 'cutOver'>,
  planned: readonly PlannedVolume[],
): boolean =>
  quiesces(quiesce) &&
  !cutOver &&
  planned
    .filter(brings)
    .every((volume) => !takesSnapshot(volume) && (volume.origin?.kind !== 'mover' || volume.origin.snapshot));
