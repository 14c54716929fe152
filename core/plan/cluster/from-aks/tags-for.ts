import type { Finding } from '../../../../kube/finding.ts';
import { clusterFinding } from '../cluster-finding.ts';

type Tags = Record<string, string>;

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices */
const isTag = ([key, value]: [string, string]) =>
  /^[\p{L}\p{N}\s_.:/=+\-@]{1,128}$/u.test(key) &&
  /^[\p{L}\p{N}\s_.:/=+\-@]{0,256}$/u.test(value) &&
  !key.toLowerCase().startsWith('aws:');

/** EKS takes 50 tags of a thing, and a run adds its own. */
const MOST = 44;

/** Tags of Azure that AWS takes as well; the others are named. */
export function tagsFor(cluster: string, field: string, tags: Tags): { tags: Tags; findings: Finding[] } {
  const kept = Object.entries(tags).filter(isTag).slice(0, MOST);
  const left = Object.keys(tags).filter((key) => !kept.some(([each]) => each === key));
  const sentence = `${left.length} tags of ${field} are none that AWS takes, or too many, and are left out: ${left.join(', ')}.`;
  return {
    tags: Object.fromEntries(kept),
    findings: left.length > 0 ? [clusterFinding('warning', cluster, `${field}.tags`, sentence, { current: left })] : [],
  };
}
