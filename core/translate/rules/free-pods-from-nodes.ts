import { fieldAt, isRecord, listAt, path, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { edit, removeFields } from '../edit.ts';
import { CONTAINER_LISTS } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed, info } from '../verdicts.ts';

/** Set on a pod by the scheduler and by admission; the target sets its own (core/v1 PodSpec). */
const SET_BY_SOURCE = [
  path('spec.nodeName'),
  path('spec.priority'),
  path('spec.preemptionPolicy'),
  path('spec.ephemeralContainers'),
];

export const freePodsFromNodes: Rule = {
  name: 'free-pods-from-nodes',
  description: 'A pod of its own loses its node, its computed priority and the token volume that admission added.',
  appliesTo: ['/Pod'],
  apply(object) {
    const freed = removeFields(withoutTokenVolumes(object), SET_BY_SOURCE);
    const debuggers = listAt(object, 'spec.ephemeralContainers');
    const findings =
      debuggers.length > 0
        ? [
            info(
              '/spec/ephemeralContainers',
              'Debug containers are not copied; they can only be added to a running pod.',
            ),
          ]
        : [];
    return changed(object, freed, findings);
  },
};

function withoutTokenVolumes(pod: KubeObject): KubeObject {
  const volumes = listAt(pod, 'spec.volumes').filter((volume) => isTokenVolume(volume, pod));
  if (volumes.length === 0) return pod;
  const names = volumes.map((volume) => textAt(volume, 'name'));
  const without = (where: string[], isUnwanted: (name: string | undefined) => boolean, from: KubeObject) =>
    edit(from, [...where, '*'], (item) => (isUnwanted(textAt(item, 'name')) ? undefined : item));
  const unmounted = CONTAINER_LISTS.reduce(
    (current, list) => without(['spec', list, '*', 'volumeMounts'], (name) => names.includes(name), current),
    pod,
  );
  return without(['spec', 'volumes'], (name) => names.includes(name), unmounted);
}

/** `kube-api-access-xxxxx` since Kubernetes 1.21, `<account>-token-xxxxx` before. */
function isTokenVolume(volume: unknown, pod: KubeObject): boolean {
  const name = textAt(volume, 'name') ?? '';
  if (/^kube-api-access-[a-z0-9]{5}$/.test(name)) return isRecord(fieldAt(volume, 'projected'));
  const account = textAt(pod, 'spec.serviceAccountName') ?? 'default';
  return (
    fieldAt(volume, 'secret') !== undefined && new RegExp(`^${RegExp.escape(account)}-token-[a-z0-9]{5}$`).test(name)
  );
}
