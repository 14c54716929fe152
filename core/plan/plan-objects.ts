import type { TranslationContext } from '../manifests/context.ts';
import type { Finding } from '../manifests/finding.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../manifests/kube-object.ts';
import { translateObject } from '../manifests/pipeline.ts';
import { kindKey } from '../manifests/pod-templates.ts';
import { withoutPasswords } from '../manifests/privacy.ts';
import { NODE_KINDS } from '../manifests/tables/node-kinds.ts';
import type { PlannedObject } from './plan.ts';

export interface ObjectPlan {
  objects: PlannedObject[];
  findings: Finding[];
  /** What would be applied: target references, for the look at what is there already. */
  targets: ObjectRef[];
  /** What the nodes of a new cluster are made of by Karpenter or Auto Mode, as it will be applied. */
  nodePools: KubeObject[];
}

/** Runs the rules over the export, shard by shard, and keeps only what a person reads. */
export async function planObjects(
  shards: AsyncIterable<KubeObject[]>,
  context: TranslationContext,
): Promise<ObjectPlan> {
  const plan: ObjectPlan = { objects: [], findings: [], targets: [], nodePools: [] };
  for await (const objects of shards) {
    for (const object of objects) {
      const { ref, outcome, reason, rule, changes, findings, object: target } = translateObject(object, context);
      plan.objects.push({
        ref,
        outcome,
        ...(reason ? { reason } : {}),
        rules: [...new Set(changes.map((change) => change.rule))],
      });
      plan.findings.push(...withoutPasswords(findings));
      if (outcome === 'block' && !findings.some((finding) => finding.severity === 'blocker')) {
        plan.findings.push({
          severity: 'blocker',
          object: ref,
          path: '',
          rule: rule ?? '',
          sentence: reason ?? `${refText(ref)} cannot be cloned.`,
        });
      }
      if (target) plan.targets.push(refOf(target));
      if (target && NODE_KINDS.includes(kindKey(target))) plan.nodePools.push(target);
    }
  }
  return plan;
}
