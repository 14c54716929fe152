import { keysOf } from '../clone/keys.ts';
import { FIELD_MANAGER } from '../clone/names.ts';
import { findRecord, writeRecord } from '../clone/records.ts';
import type { Request } from '../clone/request.ts';
import { KubeferryError } from '../errors.ts';
import type { ServedResource } from '../manifests/context.ts';
import { type KubeObject, refOf, refText } from '../manifests/kube-object.ts';
import type { ClusterApi } from '../ports/cluster-api.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Quiesced } from './quiesced.ts';

const SCALABLE = ['Deployment', 'StatefulSet', 'ReplicaSet'];
const POD: ServedResource = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: ['list'] };

/**
 * Brings the source to rest: runs the hooks, then scales the selected workloads to zero. What it is about to change is
 * recorded first, with the replicas found on the first attempt. Throws NotYet while pods that mount volumes are still there,
 * HookFailed when a command fails. A command runs again when an attempt was killed before all had run. Does nothing when the request asks for nothing.
 */
export async function quiesceSource(
  api: ClusterApi,
  store: ObjectStore,
  cloneId: string,
  request: Request,
  namespaces: string[],
): Promise<{ workloads: number }> {
  const { scaleToZero, hooks } = request.quiesce;
  if (!scaleToZero && hooks.length === 0) return { workloads: 0 };
  const key = keysOf(cloneId).quiesced;
  let quiesced = await findRecord<Quiesced>(store, key);
  if (!quiesced) {
    quiesced = {
      workloads: scaleToZero ? await scalables(api, namespaces, request) : [],
      hooks: await hookPods(api, hooks),
      hooksDone: false,
    };
    await writeRecord(store, key, quiesced);
  }
  if (!quiesced.hooksDone) {
    await runHooks(api, request, quiesced);
    await writeRecord(store, key, { ...quiesced, hooksDone: true });
  }
  for (const { ref } of quiesced.workloads)
    await api.merge(ref, { spec: { replicas: 0 } }, { manager: FIELD_MANAGER, subresource: 'scale' });
  if (quiesced.workloads.length > 0) await podsAreGone(api, namespaces, quiesced);
  return { workloads: quiesced.workloads.length };
}

async function scalables(api: ClusterApi, namespaces: string[], request: Request): Promise<Quiesced['workloads']> {
  const { resources } = await api.discover();
  const found: Quiesced['workloads'] = [];
  for (const kind of SCALABLE) {
    const resource = resources.find((each) => each.apiVersion === 'apps/v1' && each.kind === kind)!;
    for (const namespace of namespaces) {
      for await (const page of api.list(resource, { namespace, labelSelector: request.selection.labelSelector })) {
        found.push(...page.filter(mayScale).map((object) => ({ ref: refOf(object), replicas: replicasOf(object) })));
      }
    }
  }
  return found;
}

/** Owned objects follow their owner; what is at zero already stays there. */
const mayScale = (object: KubeObject) =>
  !object.metadata.ownerReferences?.some((owner) => owner.controller) && replicasOf(object) > 0;
const replicasOf = (object: KubeObject) => Number((object.spec as { replicas?: number } | undefined)?.replicas ?? 1);

async function hookPods(api: ClusterApi, hooks: Request['quiesce']['hooks']): Promise<Quiesced['hooks']> {
  const found: Quiesced['hooks'] = [];
  for (const { namespace, labelSelector, container, after, timeoutSeconds } of hooks) {
    const before = found.length;
    for await (const page of api.list(POD, { namespace, labelSelector })) {
      const running = page.filter((pod) => (pod.status as { phase?: string } | undefined)?.phase === 'Running');
      found.push(
        ...running.map(({ metadata: { name, uid } }) => ({
          namespace,
          pod: name,
          uid,
          container,
          after,
          timeoutSeconds,
        })),
      );
    }
    if (found.length === before) {
      throw new KubeferryError(
        'HookFailed',
        `No running pod in namespace "${namespace}" matches "${labelSelector}", so its hook cannot run. Correct the selector, or leave the hook out.`,
      );
    }
  }
  return found;
}

async function runHooks(api: ClusterApi, request: Request, quiesced: Quiesced): Promise<void> {
  for (const { namespace, labelSelector, container, before, timeoutSeconds } of request.quiesce.hooks) {
    for await (const page of api.list(POD, { namespace, labelSelector })) {
      for (const pod of page.filter((each) =>
        quiesced.hooks.some((hook) => hook.namespace === namespace && hook.pod === each.metadata.name),
      )) {
        const { exitCode, stderr } = await api.exec(
          { namespace, name: pod.metadata.name, container },
          before,
          timeoutSeconds,
        );
        if (exitCode !== 0) {
          throw new KubeferryError(
            'HookFailed',
            `Command ${JSON.stringify(before)} in pod ${namespace}/${pod.metadata.name} ended with ${exitCode}: ${stderr.slice(0, 500)}. The source is resumed; correct the hook and start again.`,
          );
        }
      }
    }
  }
}

async function podsAreGone(api: ClusterApi, namespaces: string[], quiesced: Quiesced): Promise<void> {
  const owners = new Set(quiesced.workloads.map(({ ref }) => `${ref.namespace}/${ref.name}`));
  const still: string[] = [];
  for (const namespace of namespaces) {
    for await (const page of api.list(POD, { namespace })) {
      still.push(...page.filter((pod) => belongsTo(pod, owners)).map((pod) => refText(refOf(pod))));
    }
  }
  if (still.length > 0) {
    throw new KubeferryError(
      'NotYet',
      `${still.length} pods of the scaled workloads are still there, the first is ${still[0]}. Look at their finalizers and grace periods.`,
    );
  }
}

/** A Deployment's pod is owned by a ReplicaSet named after it, a StatefulSet's by the set itself. */
function belongsTo(pod: KubeObject, owners: Set<string>): boolean {
  const owner = pod.metadata.ownerReferences?.find((each) => each.controller);
  if (!owner) return false;
  const direct = `${pod.metadata.namespace}/${owner.name}`;
  return owners.has(direct) || (owner.kind === 'ReplicaSet' && owners.has(direct.replace(/-[^-]+$/, '')));
}
