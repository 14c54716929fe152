import { describe, expect, it } from 'vitest';
import { planCluster } from '../../../../core/plan/cluster/plan-cluster.ts';
import { plannedFacts } from '../../../../core/plan/cluster/planned-facts.ts';
import type { ClusterFacts, TranslationContext } from '../../../../core/translate/context.ts';
import { translateObject } from '../../../../core/translate/pipeline.ts';
import { useServedVersions } from '../../../../core/translate/rules/use-served-versions.ts';
import { route, source, target } from './some-cluster.ts';

/** What of the built-in kinds that came, went or changed their version a cluster of each minor version serves, as the release notes have it. */
const SERVED: Record<string, string[]> = {
  '1.31': ['flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema', 'flowcontrol.apiserver.k8s.io/v1 FlowSchema'],
  '1.33': ['resource.k8s.io/v1beta1 ResourceClaim', 'storage.k8s.io/v1beta1 VolumeAttributesClass'],
  '1.36': ['resource.k8s.io/v1 ResourceClaim', 'storage.k8s.io/v1 VolumeAttributesClass'],
};
const ALWAYS = ['batch/v1 CronJob', 'autoscaling/v2 HorizontalPodAutoscaler'];

async function outcome(from: string, to: string, text: string): Promise<string> {
  const { plan } = await planCluster(route({ version: to }), 'run-1', source, target);
  const served = [...ALWAYS, ...SERVED[from]!].map((each) => {
    const [apiVersion = '', kind = ''] = each.split(' ');
    return { apiVersion, kind, resource: '', namespaced: true, verbs: [] };
  });
  const facts = plannedFacts(plan, { served } as unknown as ClusterFacts, route().target);
  const [apiVersion = '', kind = ''] = text.split(' ');
  const object = { apiVersion, kind, metadata: { name: 'one' } };
  const context = { target: facts, index: { customKinds: [] } } as unknown as TranslationContext;
  const translated = translateObject(object, context, [useServedVersions]);
  return translated.object?.apiVersion ?? translated.findings[0]!.sentence;
}

describe('an object of one version of Kubernetes, planned for a new cluster of another', () => {
  it.each([
    ['1.31', '1.31', 'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema', 'flowcontrol.apiserver.k8s.io/v1beta3'],
    ['1.31', '1.37', 'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema', 'flowcontrol.apiserver.k8s.io/v1'],
    ['1.31', '1.36', 'batch/v1beta1 CronJob', 'batch/v1'],
    ['1.31', '1.36', 'autoscaling/v2beta2 HorizontalPodAutoscaler', 'autoscaling/v2'],
    ['1.33', '1.33', 'storage.k8s.io/v1beta1 VolumeAttributesClass', 'storage.k8s.io/v1beta1'],
    ['1.33', '1.34', 'storage.k8s.io/v1beta1 VolumeAttributesClass', 'storage.k8s.io/v1'],
    ['1.33', '1.33', 'resource.k8s.io/v1beta1 ResourceClaim', 'resource.k8s.io/v1beta1'],
    ['1.36', '1.34', 'resource.k8s.io/v1 ResourceClaim', 'resource.k8s.io/v1'],
  ])('from %s to %s: %s goes as %s', async (from, to, object, apiVersion) => {
    expect(await outcome(from, to, object)).toBe(apiVersion);
  });

  it.each([
    ['1.31', '1.36', 'policy/v1beta1 PodSecurityPolicy', 'pod-security.kubernetes.io/enforce'],
    ['1.33', '1.34', 'resource.k8s.io/v1beta1 ResourceClaim', 'but in resource.k8s.io/v1, whose fields may differ'],
    ['1.36', '1.33', 'resource.k8s.io/v1 ResourceClaim', 'which Kubernetes has since 1.34'],
    ['1.36', '1.33', 'storage.k8s.io/v1 VolumeAttributesClass', 'which Kubernetes has since 1.34'],
  ])('from %s to %s: %s is a blocker that says "…%s…"', async (from, to, object, words) => {
    expect(await outcome(from, to, object)).toContain(words);
  });
});
