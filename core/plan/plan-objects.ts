import type { Finding } from '../../kube/finding.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../kube/kube-object.ts';
import type { TranslationContext } from '../translate/context.ts';
import { translateObject } from '../translate/pipeline.ts';
import { kindKey } from '../translate/pod-templates.ts';
import { withoutPasswords } from '../translate/privacy.ts';
import { NODE_KINDS } from '../translate/tables/node-kinds.ts';
import { toldChanges } from '../translate/told-changes.ts';
import type { Translation } from '../translate/translation.ts';
import type { Content } from './contents/contents.ts';
import { contentDigest } from './contents/digest.ts';
import { type MappedNames, mappedNames } from './mapped-names.ts';
import { recordOf, rulesOf } from './objects/object-record.ts';
import { PackedObjects } from './objects/packed-objects.ts';
import type { PlannedObject } from './planned-object.ts';

export interface ObjectPlan {
  objects: PlannedObject[];
  /** The same objects, each with every field that changes; without findings yet. */
  records: PackedObjects;
  findings: Finding[];
  /** What would be applied: target references, for the look at what is there already. */
  targets: ObjectRef[];
  /** What each of them is then. */
  contents: Content[];
  /** Names of the rules that were about any object. */
  touched: Set<string>;
  /** What the nodes of a new cluster are made of by Karpenter or Auto Mode, as it will be applied. */
  nodePools: KubeObject[];
}

export interface PlanHelpers {
  names?: Pick<MappedNames, 'note'>;
  /** Gets what would be applied, shard by shard. */
  meet?: ((objects: Met[]) => Promise<void>) | undefined;
}

/** An object as it would be applied, what it is in the source, and the digest of it. */
export interface Met extends Content {
  target: KubeObject;
}

/** Runs the rules over the export, shard by shard, and keeps only what a person reads, and digests under `key`. */
export async function planObjects(
  shards: AsyncIterable<KubeObject[]>,
  context: TranslationContext,
  key: Uint8Array,
  { names = mappedNames(context.mappings), meet }: PlanHelpers = {},
): Promise<ObjectPlan> {
  const plan: ObjectPlan = {
    objects: [],
    records: new PackedObjects(),
    findings: [],
    targets: [],
    contents: [],
    nodePools: [],
    touched: new Set(),
  };
  for await (const objects of shards) {
    const met: Met[] = [];
    for (const object of objects) {
      const translation = translateObject(object, context);
      const { ref, outcome, reason, rule, changes, object: target } = translation;
      plan.objects.push({
        ref,
        outcome,
        ...(reason ? { reason } : {}),
        ...(rule && outcome === 'drop' ? { rule } : {}),
        rules: [...new Set(changes.map((change) => change.rule))],
      });
      plan.records.add(recordOf({ ...translation, changes: toldChanges(object, changes) }));
      for (const name of rulesOf(translation)) plan.touched.add(name);
      plan.findings.push(...findingsOf(translation));
      if (outcome !== 'drop') names.note(object, translation);
      if (target) met.push({ ref, target, digest: contentDigest(key, target, ref, context) });
      if (target && NODE_KINDS.includes(kindKey(target))) plan.nodePools.push(target);
    }
    plan.targets.push(...met.map(({ target }) => refOf(target)));
    plan.contents.push(...met.map(({ ref, digest }) => ({ ref, digest })));
    await meet?.(met);
  }
  return plan;
}

/** What a person should know of one object, without passwords; of one that is blocked, why. */
export function findingsOf({ ref, outcome, reason, rule, findings }: Translation): Finding[] {
  const found = withoutPasswords(findings);
  if (outcome !== 'block' || found.some(({ severity }) => severity === 'blocker')) return found;
  const sentence = reason ?? `${refText(ref)} cannot be cloned.`;
  return [...found, { severity: 'blocker', object: ref, path: '', rule: rule ?? '', sentence }];
}
