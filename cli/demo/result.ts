import type { Finding } from '../../core/manifests/finding.ts';
import type { FailureReport } from '../../core/report/failure.ts';
import type { Report } from '../../core/report/report.ts';
import type { ProvenVolume } from './prove-volumes.ts';

/** What `kubeferry demo --json` prints. */
export interface DemoResult {
  cloneId: string;
  status: string;
  durationMs: number;
  objects: Report['objects'];
  volumes: ProvenVolume[];
  findings: Finding[];
  /** Objects of the target that are not as intended. */
  different: string[];
  /** Which of the given manifests were no part of the clone, and why. */
  leftBehind: string[];
  sourceUnchanged: boolean;
  /** What changed at the source, when something did. */
  sourceChanges: string[];
  /** The cluster that the run made, compared with the plan's blueprint; absent when it was there. */
  targetCluster?: { name: string; created: boolean; matchesBlueprint: boolean; differences: string[] };
  /** Path of report.html. */
  report: string;
  failure?: FailureReport;
}

/** True when the run succeeded and the proof holds. */
export function isProven(result: DemoResult): boolean {
  const arrived = result.volumes.every(
    (volume) =>
      volume.strategy === 'skip' ||
      (volume.identical && volume.database?.sameRows !== false && volume.replaced?.gone !== false),
  );
  const isMade = result.targetCluster?.matchesBlueprint !== false;
  return result.status === 'SUCCEEDED' && arrived && isMade && result.different.length === 0 && result.sourceUnchanged;
}
