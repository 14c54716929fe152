import type { Clone } from '../../base/run/envelope.ts';

export type Side = 'source' | 'target';

/** The clusters that a run works in: a capture changes no target, and a clone of a capture asks nothing of the source's. */
export function sidesOf({ mode, fromCapture }: Pick<Clone, 'mode' | 'fromCapture'>): readonly Side[] {
  if (mode === 'capture') return ['source'];
  return fromCapture ? ['target'] : ['source', 'target'];
}
