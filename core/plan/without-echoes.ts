import type { Finding } from '../../kube/finding.ts';

/** A volume that cannot travel also leaves its claim unbound: the first sentence says why, the second is not needed. */
export function withoutEchoes(findings: Finding[], volumes: Finding[]): Finding[] {
  const named = new Set(volumes.map(({ object }) => `${object.namespace}/${object.name}`));
  const isEcho = ({ severity, object }: Finding) =>
    severity === 'blocker' &&
    object.kind === 'PersistentVolumeClaim' &&
    named.has(`${object.namespace}/${object.name}`);
  return findings.filter((finding) => !isEcho(finding));
}
