import type { Report } from '../../core/reporting/report.ts';
import type { Cloud } from '../../local/cloud.ts';
import { administer } from './admin.ts';

export interface ProvenMasking {
  jobs: { name: string; outcome: string; claims: string[] }[];
  /** Workloads and services that were there before the last job had ended. */
  tooEarly: string[];
}

const LATER = [
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
];

/** What the jobs came to, and that what runs or answers was made after them: by the times of the target's own server. */
export async function proveMasking(cloud: Cloud, { masking, results }: Report): Promise<ProvenMasking> {
  const jobs = (masking?.jobs ?? []).map(({ name, outcome, claims }) => ({ name, outcome, claims }));
  const ended =
    (masking?.jobs ?? [])
      .map(({ endedAt = '' }) => endedAt)
      .toSorted()
      .at(-1) ?? '';
  const target = administer(cloud.clusters.target.running);
  const tooEarly: string[] = [];
  for (const { ref, result } of results) {
    if (
      result !== 'created' ||
      !LATER.some(({ apiVersion, kind }) => ref.apiVersion === apiVersion && ref.kind === kind)
    )
      continue;
    const made = (await target.get(ref))?.metadata.creationTimestamp;
    if (typeof made === 'string' && made < ended) tooEarly.push(`${ref.kind} ${ref.namespace}/${ref.name}`);
  }
  return { jobs, tooEarly };
}
