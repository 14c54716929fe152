import { fieldAt, path } from '../../../kube/fields.ts';
import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { setField } from '../edit.ts';
import type { Rule, Verdict } from '../rule.ts';
import { GONE, REPLACEMENTS, SINCE } from '../tables/removed-apis.ts';
import { block, changed, info, KEEP } from '../verdicts.ts';

interface Served {
  exact: Set<string>;
  /** `group/Kind` -> versions, the server's favourite first. */
  versions: Map<string, string[]>;
}

const servedOf = memo((resources: ServedResource[]): Served => {
  const exact = new Set(resources.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  const versions = Map.groupBy(resources, ({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`);
  return {
    exact,
    versions: new Map([...versions].map(([key, all]) => [key, all.map(({ apiVersion }) => apiVersion)])),
  };
});

export const useServedVersions: Rule = {
  name: 'use-served-versions',
  description:
    'An object of an API version that the target does not serve gets the version that took its place, where both mean the same.',
  appliesTo: ['*'],
  apply(object, { target, index }) {
    if (target.served.length === 0) return withoutDiscovery(object, target.version);
    const { exact, versions } = servedOf(target.served);
    const { apiVersion, kind } = object;
    if (exact.has(`${apiVersion} ${kind}`)) return KEEP;
    const others = versions.get(`${groupOf(apiVersion)}/${kind}`) ?? [];
    if (others.length === 0 && index.customKinds.includes(`${apiVersion} ${kind}`)) return KEEP;
    const replacement = REPLACEMENTS[`${apiVersion} ${kind}`];
    if (replacement?.sameSchema && exact.has(`${replacement.apiVersion} ${kind}`)) {
      return replaced(object, replacement.apiVersion);
    }
    const older = others.find((other) => takesPlaceOf(apiVersion, other, kind));
    if (older !== undefined) return replaced(object, older);
    return block(refusal(object, replacement?.apiVersion ?? others[0], target.version), '/apiVersion');
  },
};

/** Whether a version means the same as the one whose place it took, so that an older target gets the object in that. */
function takesPlaceOf(apiVersion: string, older: string, kind: string): boolean {
  const replacement = REPLACEMENTS[`${older} ${kind}`];
  return replacement?.sameSchema === true && replacement.apiVersion === apiVersion;
}

/** Offline nobody knows what the target serves, but what no Kubernetes serves any more is known by its version. */
function withoutDiscovery(object: KubeObject, version: string): Verdict {
  const { apiVersion, kind } = object;
  const replacement = REPLACEMENTS[`${apiVersion} ${kind}`];
  if (version !== '' && GONE[`${apiVersion} ${kind}`]) return block(refusal(object, undefined, version), '/apiVersion');
  if (version === '' || !replacement || !GONE_GROUPS.has(groupOf(apiVersion))) return KEEP;
  return replacement.sameSchema
    ? replaced(object, replacement.apiVersion)
    : block(refusal(object, replacement.apiVersion, version), '/apiVersion');
}

/** Groups whose replaced versions were all removed by 1.25, which is older than any cluster of EKS. */
const GONE_GROUPS: ReadonlySet<string> = new Set([
  'extensions',
  'apps',
  'batch',
  'policy',
  'networking.k8s.io',
  'discovery.k8s.io',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'apiextensions.k8s.io',
]);

function replaced(object: KubeObject, apiVersion: string): Verdict {
  const sentence = `The target does not serve ${object.apiVersion}; ${apiVersion} has the same meaning.`;
  const finding = info('/apiVersion', sentence, { current: object.apiVersion, proposed: apiVersion });
  return changed(object, withSelector(setField(object, ['apiVersion'], apiVersion)), [finding]);
}

/** Before apps/v1 the selector of a workload was, where none was written, the labels of its pods. */
function withSelector(object: KubeObject): KubeObject {
  const labels = fieldAt(object, 'spec.template.metadata.labels');
  if (object.apiVersion !== 'apps/v1' || fieldAt(object, 'spec.selector') || !labels) return object;
  return setField(object, path('spec.selector'), { matchLabels: labels });
}

function refusal({ apiVersion, kind }: KubeObject, instead: string | undefined, version: string): string {
  const what = `The target (Kubernetes ${version}) does not serve ${kind} in ${apiVersion}`;
  const successor = GONE[`${apiVersion} ${kind}`];
  if (successor) return `${what}. What does its work now is ${successor}. Leave it out with selection.excludeKinds.`;
  const since = SINCE[`${apiVersion} ${kind}`];
  if (!instead && since)
    return `${what}, which Kubernetes has since ${since}. Choose a target of that version, or leave it out with selection.excludeKinds.`;
  if (!instead) {
    return `${what}, and no CustomResourceDefinition of the export does; install what defines it in the target, or leave it out with selection.excludeKinds.`;
  }
  return `${what}, but in ${instead}, whose fields may differ. Apply it at the source in ${instead}, or leave it out with selection.excludeKinds.`;
}
