import type { FailureReport } from '../../core/base/run/failure.ts';
import { brings } from '../../core/base/strategies.ts';
import type { Report } from '../../core/reporting/report.ts';
import type { Finding } from '../../kube/finding.ts';
import { refText } from '../../kube/kube-object.ts';
import type { Moved } from './count-moved.ts';
import type { ProvenMasking } from './prove-masking.ts';
import type { ProvenVolume } from './prove-volumes.ts';

/** What `kubeferry demo --json` prints. */
export interface DemoResult {
  cloneId: string;
  status: string;
  durationMs: number;
  /** Counted at the services. */
  moved: Moved;
  objects: Report['objects'];
  volumes: ProvenVolume[];
  /** On a route that masks. */
  masking?: ProvenMasking;
  findings: Finding[];
  /** Objects of the target that are not as intended. */
  different: string[];
  /** Which of the given manifests were no part of the clone, and why. */
  leftBehind: string[];
  /** Objects of the selection that were not copied though a person would miss them, by the rules' own warnings. */
  missed: string[];
  sourceUnchanged: boolean;
  /** What changed at the source, when something did. */
  sourceChanges: string[];
  /** The cluster that the run made, compared with the plan's blueprint; absent when it was there. */
  targetCluster?: { name: string; created: boolean; matchesBlueprint: boolean; differences: string[] };
  /** Path of report.html. */
  report: string;
  failure?: FailureReport;
}

/** Objects that the rules dropped with a warning: what they did is missing in the target. */
export function missedOf(report: Pick<Report, 'translations' | 'findings'>): string[] {
  const warned = new Set(
    report.findings.filter(({ severity }) => severity === 'warning').map(({ object }) => refText(object)),
  );
  return report.translations
    .filter(({ ref, outcome }) => outcome === 'drop' && warned.has(refText(ref)))
    .map(({ ref, reason }) => `${refText(ref)}: ${reason}`);
}

/** What the proof shows, and no more. */
export function verdictOf(result: DemoResult): string {
  const { volumes, missed, leftBehind } = result;
  if (!isProven(result)) return 'NOT proven.';
  if (missed.length > 0) {
    const what = missed.length === 1 ? 'an object' : `${missed.length} objects`;
    return `What was copied arrived as intended, and the source is as it was; but ${what} that somebody may miss was not copied.`;
  }
  const compared = volumes.filter(brings);
  const bytes = compared.some(({ blocksCompared }) => blocksCompared > 0) ? 'every byte and ' : '';
  const masked = volumes.filter((volume) => volume.masked).length;
  if (masked > 0)
    return `Proven: ${masked} databases were masked before anything of the clone was started, every other byte and object arrived, and the source is as it was.`;
  const given = leftBehind.length > 0 ? ' of the clone' : '';
  return `Proven: ${bytes}every object${given} arrived, and the source is as it was.`;
}

/** True when the run succeeded and the proof holds. */
export function isProven(result: DemoResult): boolean {
  const arrived = result.volumes.every(
    (volume) =>
      !brings(volume) || (volume.identical && volume.database?.sameRows !== false && volume.replaced?.gone !== false),
  );
  const isMasked = !result.masking || (result.masking.jobs.every(passed) && result.masking.tooEarly.length === 0);
  const isMade = result.targetCluster?.matchesBlueprint !== false;
  return (
    result.status === 'SUCCEEDED' &&
    arrived &&
    isMasked &&
    isMade &&
    result.different.length === 0 &&
    result.sourceUnchanged
  );
}

const passed = ({ outcome }: { outcome: string }) => outcome === 'passed';
