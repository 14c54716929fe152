import type { Finding } from '../../../kube/finding.ts';
import type { AddonVersion, ClusterFactory } from '../../base/ports/cluster-factory.ts';
import type { Blueprint } from './blueprint.ts';
import { clusterFinding } from './cluster-finding.ts';

/**
 * Gives each add-on a version that the target's Kubernetes version supports: the source's own where it is one, else
 * EKS's default. An add-on that the target's Region does not have at all is a blocker.
 */
export async function fitAddons(
  name: string,
  blueprint: Blueprint,
  factory: Pick<ClusterFactory, 'addonVersions'>,
): Promise<{ blueprint: Blueprint; findings: Finding[] }> {
  const { version } = blueprint.cluster;
  const findings: Finding[] = [];
  const addons = [];
  const offered = new Map<string, AddonVersion[]>();
  for (const addon of blueprint.addons) offered.set(addon.name, await factory.addonVersions(addon.name, version));
  const isOffered = [...offered.values()].some((versions) => versions.length > 0);
  if (offered.has('kube-proxy') && !isOffered) return { blueprint, findings: [notOffered(name, version)] };
  for (const addon of blueprint.addons) {
    const fitting = versionFor(addon.version, offered.get(addon.name) ?? []);
    const field = `addons.${addon.name}.version`;
    if (fitting === undefined) {
      const sentence = `EKS has no version of the add-on ${addon.name} for Kubernetes ${version} in the target's Region. Remove it at the source, or choose another target.create.version.`;
      findings.push(clusterFinding('blocker', name, field, sentence, { current: addon.version }));
    } else if (fitting !== addon.version && addon.version !== '') {
      const sentence = `The add-on ${addon.name} gets version ${fitting}: ${addon.version} of the source does not support Kubernetes ${version} in the target's Region.`;
      findings.push(clusterFinding('info', name, field, sentence, { current: addon.version, proposed: fitting }));
    }
    addons.push({ ...addon, version: fitting ?? addon.version });
  }
  return { blueprint: { ...blueprint, addons }, findings };
}

/** Each version that EKS has, it has a kube-proxy for: one of which there is no add-on is not offered, or not any more. */
function notOffered(name: string, version: string): Finding {
  const sentence = `EKS does not offer Kubernetes ${version} in the target's Region, of which it has no add-on: name another in the route's target.create.version.`;
  return clusterFinding('blocker', name, 'cluster.version', sentence, { current: version });
}

function versionFor(current: string, versions: AddonVersion[]): string | undefined {
  if (versions.some(({ version }) => version === current)) return current;
  return (versions.find(({ isDefault }) => isDefault) ?? versions[0])?.version;
}
