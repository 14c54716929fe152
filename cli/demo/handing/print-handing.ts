import { table } from '../../table.ts';
import type { HandingResult, Whereabouts } from './run-handing.ts';

/** True when the target had the very volumes, nothing was copied, and the source has all of it again. */
export function isProvenHanding(result: HandingResult): boolean {
  const { status, rollBack, handedOver, handedBack, moved, rows, rowsLost, tagged, sourceChanges } = result;
  return (
    status === 'SUCCEEDED' &&
    rollBack === 'SUCCEEDED' &&
    handedOver.length > 0 &&
    handedOver.every(({ source, target }) => source === 'Lost, Retain' && target === 'Bound, Retain') &&
    handedOver.some(({ attachedTo }) => attachedTo === 'target') &&
    handedOver.every(({ attachedTo }) => attachedTo !== 'source') &&
    handedBack.every(
      ({ target, source, attachedTo }) => target === '' && source.startsWith('Bound') && attachedTo !== 'target',
    ) &&
    Object.values(moved).every((count) => count === 0) &&
    rows > 0 &&
    rowsLost === 0 &&
    tagged.length === 0 &&
    sourceChanges.length === 0
  );
}

/** The result as a person reads it. */
export function printHanding(result: HandingResult): string {
  const { cloneId, status, handedOver, handedBack, moved, rows, rowsLost, rollBack, sourceChanges, failure } = result;
  return [
    '',
    `Run ${cloneId}: ${status}`,
    ...(failure ? [`  ${failure}`] : []),
    '',
    ...rowsOf(handedOver),
    '',
    `${moved.blocksRead} blocks read, ${moved.blocksWritten} written, ${moved.snapshotsCopied} snapshots copied, ${moved.volumesMade} volumes made.`,
    `${rows} rows were acknowledged before the source was quiesced; ${rowsLost} of them are not on the volume that the target has.`,
    '',
    `Rolled back: ${rollBack}`,
    '',
    ...rowsOf(handedBack),
    '',
    sourceChanges.length === 0
      ? 'The source is as it was before, each object and each volume.'
      : `The source is not as it was: ${sourceChanges.join(', ')}`,
    '',
    isProvenHanding(result)
      ? "Proven: the target had the source's own volumes, nothing was copied, and the source has them again."
      : 'NOT proven.',
    '',
  ].join('\n');
}

const rowsOf = (all: readonly Whereabouts[]) => [
  table(
    ['claim', 'volume', 'attached to', 'claim and policy at the source', 'in the target'],
    all.map(({ claim, volumeId, attachedTo, source, target }) => [
      claim,
      volumeId,
      attachedTo || '–',
      source || '–',
      target || '–',
    ]),
  ),
];
