import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { Finding } from '../../../kube/finding.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import { inParallel } from '../../base/in-parallel.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import type { TranslationContext } from '../../translate/context.ts';
import { mappedNamespace } from '../../translate/names.ts';
import { withExpressions } from '../../translate/own/expressions.ts';
import { translateObject } from '../../translate/pipeline.ts';
import { kindKey } from '../../translate/pod-templates.ts';
import { isSecret } from '../../translate/privacy.ts';
import { proxiedApis } from '../verdict/proxied-apis.ts';
import type { Said } from '../verdict/target-verdicts.ts';
import type { Member } from './former.ts';
import { memberKey } from './members.ts';
import { applyInPlace, isUnchangeable, whyNotRecreated } from './unchangeable.ts';
import { whySecretStays } from './unchangeable-secret.ts';

type Members = ReadonlyMap<string, Member>;

/** As many as a function has connections. */
const IN_FLIGHT = 32;

/** Built-in kinds that a server lets change in every field, or that a refresh swaps in a way of its own. */
const ALWAYS_CHANGEABLE: readonly string[] = [
  '/Endpoints',
  '/LimitRange',
  '/PersistentVolumeClaim',
  '/ServiceAccount',
  'autoscaling/HorizontalPodAutoscaler',
  'batch/CronJob',
  'networking.k8s.io/Ingress',
  'networking.k8s.io/NetworkPolicy',
  'policy/PodDisruptionBudget',
  'rbac.authorization.k8s.io/Role',
];

/**
 * Objects of the former clones that the new state cannot be applied to in place, found by a dry run of each, but for
 * Secrets: those that will be re-created, and as blockers those that must not be. What the target said before is not asked again.
 */
export async function findUnchangeable(
  api: ClusterApi,
  shards: AsyncIterable<KubeObject[]>,
  context: TranslationContext,
  members: Members,
  saidOf: (ref: ObjectRef) => Said | undefined = () => undefined,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const proxied = await proxiedApis(api, context.target.served);
  const isMember = ({ namespace, ...ref }: ObjectRef) =>
    namespace !== undefined && members.has(memberKey({ ...ref, namespace: mappedNamespace(namespace, context) }));
  for await (const objects of withExpressions(shards, context)) {
    const asked = objects.filter((object) => !ALWAYS_CHANGEABLE.includes(kindKey(object)) && isMember(refOf(object)));
    const targets = asked
      .flatMap((object) => translateObject(object, context).object ?? [])
      .filter(({ apiVersion }) => !proxied.has(apiVersion));
    findings.push(
      ...(await inParallel(targets, IN_FLIGHT, (target) => look(api, target, members, saidOf(refOf(target))))).flat(),
    );
  }
  return findings;
}

async function look(api: ClusterApi, target: KubeObject, members: Members, said?: Said): Promise<Finding[]> {
  const ref = refOf(target);
  if (isSecret(target)) return lookAtSecret(api, target, members);
  const refusal = said && !mustBeSeen(target) ? said : await refusalOf(api, target);
  // What else a dry run is refused for (a quota, a webhook of the clone itself) the run may well do.
  if (refusal === 'taken' || !isUnchangeable(refusal)) return [];
  const there = await memberAt(api, ref, members);
  return there ? [finding(ref, refusal.message, whyNotRecreated(there))] : [];
}

/** A server may take a Service and keep its address as it was: only its answer tells. */
const mustBeSeen = (target: KubeObject) => kindKey(target) === '/Service';

const refusalOf = (api: ClusterApi, target: KubeObject): Promise<unknown> =>
  applyInPlace(api, target, { manager: FIELD_MANAGER, force: true, dryRun: true }).then(
    () => 'taken',
    (error: unknown) => error,
  );

async function lookAtSecret(api: ClusterApi, target: KubeObject, members: Members): Promise<Finding[]> {
  const ref = refOf(target);
  const there = await memberAt(api, ref, members);
  const why = there && whySecretStays(there, target);
  return there && why ? [finding(ref, `Secret "${ref.name}" is invalid: ${why}`, whyNotRecreated(there))] : [];
}

/** Undefined where it is gone, or another one by now. */
async function memberAt(api: ClusterApi, ref: ObjectRef, members: Members): Promise<KubeObject | undefined> {
  const there = await api.get(ref);
  return there && there.metadata.uid === members.get(memberKey(ref))?.uid ? there : undefined;
}

function finding(ref: ObjectRef, refusal: string, whyNot: string | undefined): Finding {
  const about = { object: ref, path: '', rule: 'plan-refresh' };
  const said = `${refText(ref)} cannot be changed in place to what the source has (${refusal.replace(/\.$/, '')})`;
  if (whyNot === undefined)
    return { ...about, severity: 'warning', sentence: `${said}: it is deleted, and re-created as the source has it.` };
  const orphan = ref.kind === 'StatefulSet' ? ' --cascade=orphan' : '';
  return {
    ...about,
    severity: 'blocker',
    sentence: `${said}, and it is not re-created, since ${whyNot}. Delete it yourself (kubectl delete ${ref.kind.toLowerCase()} ${ref.name} --namespace ${ref.namespace}${orphan}), and the refresh makes it; or keep it out with selection.excludeKinds.`,
  };
}
