import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { groupOf, type ObjectRef } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { KubeferryError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import { readAhead } from '../../base/read-ahead.ts';
import type { Request } from '../../base/request/request.ts';
import { workloadNamed } from '../../base/request/workload-name.ts';
import { ownReferences } from '../../translate/graph/own-references.ts';
import { ObjectGraph, type Taken } from '../../translate/graph/taken-along.ts';
import { isCalled } from '../../translate/selection.ts';

const KINDS_AT_ONCE = 4;

/**
 * The selection of one workload as the objects that are copied with it, each with its reason; the same selection where the request
 * names no workload. Throws InvalidRequest where the source has no such one, with the name that may be meant.
 */
export async function selectWorkload(
  api: ClusterApi,
  resources: readonly ServedResource[],
  selection: Request['selection'],
): Promise<{ selection: Request['selection']; taken?: Taken[] }> {
  if (!selection.workload) return { selection };
  const { kind, namespace, name } = workloadNamed(selection.workload)!;
  const graph = new ObjectGraph(ownReferences(selection.references ?? []));
  const namespaced = resources.filter((each) => each.namespaced);
  for await (const page of readAhead(namespaced, KINDS_AT_ONCE, (each) => api.list(each, { namespace })))
    for (const object of page) graph.add(object);
  const isIt = (ref: ObjectRef) => isCalled(ref, kind) && ref.name === name;
  const workload = graph.find(isIt);
  if (!workload)
    throw notThere(
      selection.workload,
      graph.refs.filter((ref) => isCalled(ref, kind)),
      name,
    );
  const taken = graph.takenAlong(workload);
  const { workload: _, ...rest } = selection;
  return { selection: { ...rest, objects: taken.map(({ ref }) => asAsked(ref)) }, taken };
}

const asAsked = ({ apiVersion, kind, namespace, name }: ObjectRef) => {
  const group = groupOf(apiVersion);
  return { kind: group === '' ? kind : `${kind}.${group}`, ...(namespace ? { namespace } : {}), name };
};

function notThere(workload: string, alike: ObjectRef[], name: string): KubeferryError {
  const names = alike.map((ref) => ref.name);
  const message = `There is no ${workload} at the source; ${didYouMean(name, names)}`;
  return new KubeferryError(
    'InvalidRequest',
    `The request selects what the source cluster does not have; nothing was changed. selection.workload: ${message}`,
    {
      problems: [{ at: 'selection.workload', message }],
    },
  );
}
