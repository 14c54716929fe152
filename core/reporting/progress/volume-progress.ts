import { compareMarks, type Mark } from '../../execute/progress/marks.ts';

export const STAGES = ['waiting', 'snapshot', 'copying', 'creating', 'verified'] as const;
export type VolumeStage = (typeof STAGES)[number];

/** How far one volume is. */
export interface VolumeProgress {
  stage: VolumeStage;
  /** Of the copy. */
  percent: number;
  /** Of the snapshot at the source, while it is taken. */
  snapshotPercent?: number;
}

/** What the marks of one volume come to: the furthest one counts, in whatever order they were written. */
export function progressOf(marks: readonly Mark[], verified: boolean): VolumeProgress {
  if (verified) return { stage: 'verified', percent: 100 };
  const furthest = marks.toSorted(compareMarks).at(-1);
  if (!furthest) return { stage: 'waiting', percent: 0 };
  const { stage, percent } = furthest;
  return stage === 'snapshot' ? { stage, percent: 0, snapshotPercent: percent } : { stage, percent };
}
