import type { Finding } from '../../../kube/finding.ts';

/** A group of the source's API that did not answer, so that nothing of it is exported. */
export function brokenApi({ groupVersion, reason }: { groupVersion: string; reason: string }): Finding {
  return {
    severity: 'warning',
    object: { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', name: groupVersion },
    path: '',
    rule: 'export-manifests',
    sentence: `The source did not answer for ${groupVersion} (${reason}), so none of its objects are copied. Repair that API at the source if they matter.`,
  };
}
