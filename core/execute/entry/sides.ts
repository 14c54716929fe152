import type { Clone } from '../../base/run/envelope.ts';

export type Side = 'source' | 'target';

/** The clusters that a run works in: a capture changes no target, and a clone of a capture or a backup asks nothing of the source's. */
export function sidesOf({
  mode,
  fromCapture,
  fromBackup,
}: Pick<Clone, 'mode' | 'fromCapture' | 'fromBackup'>): readonly Side[] {
  if (mode === 'capture') return ['source'];
  return fromCapture || fromBackup ? ['target'] : ['source', 'target'];
}
