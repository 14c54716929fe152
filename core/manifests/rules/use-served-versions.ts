import type { ServedResource } from '../context.ts';
import { setField } from '../edit.ts';
import { groupOf, type KubeObject } from '../kube-object.ts';
import { memo } from '../memo.ts';
import type { Rule } from '../rule.ts';
import { REPLACEMENTS } from '../tables/removed-apis.ts';
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
    if (target.served.length === 0) return KEEP;
    const { exact, versions } = servedOf(target.served);
    const { apiVersion, kind } = object;
    if (exact.has(`${apiVersion} ${kind}`)) return KEEP;
    const others = versions.get(`${groupOf(apiVersion)}/${kind}`) ?? [];
    if (others.length === 0 && index.customKinds.includes(`${apiVersion} ${kind}`)) return KEEP;
    const replacement = REPLACEMENTS[`${apiVersion} ${kind}`];
    if (replacement?.sameSchema && exact.has(`${replacement.apiVersion} ${kind}`)) {
      const sentence = `The target does not serve ${apiVersion}; ${replacement.apiVersion} has the same meaning.`;
      const finding = info('/apiVersion', sentence, { current: apiVersion, proposed: replacement.apiVersion });
      return changed(object, setField(object, ['apiVersion'], replacement.apiVersion), [finding]);
    }
    return block(refusal(object, replacement?.apiVersion ?? others[0], target.version), '/apiVersion');
  },
};

function refusal({ apiVersion, kind }: KubeObject, instead: string | undefined, version: string): string {
  const what = `The target (Kubernetes ${version}) does not serve ${kind} in ${apiVersion}`;
  if (!instead) {
    return `${what}, and no CustomResourceDefinition of the export does; install what defines it in the target, or leave it out with selection.excludeKinds.`;
  }
  return `${what}, but in ${instead}, whose fields may differ. Apply it at the source in ${instead}, or leave it out with selection.excludeKinds.`;
}
