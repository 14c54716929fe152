import { table } from '../../table.ts';
import type { CapturesResult, ClonedCapture } from './run-captures.ts';

/** True when each clone has what was captured, and nobody has asked the source for it. */
export const isProvenFromCapture = ({ capture, clones, requestsToSource, snapshotsTaken }: CapturesResult): boolean =>
  capture.status === 'SUCCEEDED' &&
  clones.length > 0 &&
  clones.every(isWhole) &&
  requestsToSource + snapshotsTaken === 0;

const isWhole = ({ status, volumes, different }: ClonedCapture) =>
  status === 'SUCCEEDED' && different.length === 0 && volumes.every(({ identical }) => identical);

/** The result as a person reads it. */
export function printCapturesResult(result: CapturesResult): string {
  const { capture, clones, durationMs, requestsToSource, snapshotsTaken } = result;
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
  const rows = clones.map(({ cloneId, namespace, status, durationMs: took, volumes, different }) => [
    cloneId.slice(0, 8),
    namespace,
    status,
    seconds(took),
    [...new Set(volumes.map(({ strategy }) => strategy))].join(' '),
    `${volumes.filter(({ identical }) => identical).length} of ${volumes.length}`,
    different.length === 0 ? 'all' : `all but ${different.length}`,
  ]);
  const head = ['clone', 'namespace', 'result', 'seconds', 'strategy', 'volumes as captured', 'objects as intended'];
  const failures = [capture, ...clones].flatMap(({ failure }) => failure ?? []);
  return [
    '',
    `Capture ${capture.id}: ${capture.status} in ${seconds(capture.durationMs)} s, with ${capture.objects ?? 0} objects and ${capture.volumes ?? 0} volumes.`,
    '',
    table(head, rows),
    '',
    `${clones.length} clones at once in ${seconds(durationMs)} s. Meanwhile the source was sent ${requestsToSource} requests, and ${snapshotsTaken} snapshots were taken.`,
    ...failures.map((failure) => `  ${failure}`),
    '',
    isProvenFromCapture(result)
      ? 'Proven: every clone has every byte of the capture, though the source has written since, and none has asked the source.'
      : 'NOT proven.',
    '',
  ].join('\n');
}
