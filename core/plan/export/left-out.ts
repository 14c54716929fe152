import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import type { Problem } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import { didYouMean } from '../../base/nearest.ts';
import type { Request } from '../../base/request/request.ts';
import { isCalled, isNeverListed, isSelected } from '../../translate/selection.ts';
import { neverExported } from '../../translate/tables/never-exported.ts';

type Selection = Request['selection'];
type Wanted = NonNullable<Selection['objects']>[number];

/** Few requests name more than a handful. */
const AT_ONCE = 5;

/**
 * The objects that a request names one by one and that would not be copied, each with the reason; of those that do
 * not exist, with the names that may be meant. `namespaces` are those of the selection. Unknown kinds and
 * namespaces are reported by others.
 */
export async function objectsLeftOut(
  api: ClusterApi,
  resources: ServedResource[],
  selection: Selection,
  namespaces: string[],
): Promise<Problem[]> {
  const reasons = await inParallel(selection.objects ?? [], AT_ONCE, (wanted) => {
    const kinds = resources.filter((resource) => isCalled(resource, wanted.kind));
    return whyLeftOut(api, kinds, selection, wanted, namespaces);
  });
  return reasons.flatMap((message, at) => (message ? [{ at: `selection.objects.${at}`, message }] : []));
}

async function whyLeftOut(
  api: ClusterApi,
  kinds: ServedResource[],
  selection: Selection,
  { kind, namespace, name }: Wanted,
  namespaces: string[],
): Promise<string> {
  if (kinds.length === 0 || (namespace !== undefined && !namespaces.includes(namespace))) return '';
  if (kinds.every((each) => !each.namespaced))
    return `${kind} is of cluster scope: such an object is copied by itself when a selected one needs it, and not by name.`;
  const exported = onePerGroup(kinds.filter((each) => each.namespaced && !isNeverListed(each) && !whyNever(each)));
  if (exported.length === 0)
    return `${kind} is never copied: ${kinds.map(whyNever).find((why) => why) ?? 'it cannot be listed'}.`;
  const found: KubeObject[] = [];
  for (const resource of exported)
    for await (const page of api.list(resource, { namespace, fieldSelector: `metadata.name=${name}` }))
      found.push(...page);
  if (found.some((object) => isSelected(object, selection))) return '';

  const near = found.filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ''));
  if (near.length > 0) return `${kind} "${name}" is there, but ${condition(near, selection)}.`;
  const places = namespace === undefined ? namespaces : [namespace];
  const where = places.length === 1 ? `namespace "${places[0]}"` : 'the selected namespaces';
  if (found.length > 0) {
    const homes = found.map(({ metadata }) => metadata.namespace).join(', ');
    return `There is no ${kind} "${name}" in ${where}; there is one in ${homes}, which is not selected.`;
  }
  return `There is no ${kind} "${name}" in ${where}; ${didYouMean(name, await namesOf(api, exported, places))}`;
}

const whyNever = ({ apiVersion, kind }: ServedResource) => neverExported(groupOf(apiVersion), kind);

/** Which other part of the selection leaves out what is there. */
function condition(objects: KubeObject[], selection: Selection): string {
  const { labelSelector, ...others } = selection;
  return objects.some((object) => isSelected(object, others))
    ? `does not match selection.labelSelector "${labelSelector}"`
    : 'selection.includeKinds or selection.excludeKinds leaves its kind out';
}

async function namesOf(api: ClusterApi, kinds: ServedResource[], namespaces: string[]): Promise<string[]> {
  const asked = kinds.flatMap(({ apiVersion, kind }) =>
    namespaces.map((namespace) => ({ apiVersion, kind, namespace })),
  );
  const names = await inParallel(asked, AT_ONCE, (each) => api.names(each));
  return [...new Set(names.flatMap((each) => [...each.keys()]))].toSorted();
}

const onePerGroup = (kinds: ServedResource[]) =>
  [...Map.groupBy(kinds, ({ apiVersion }) => groupOf(apiVersion)).values()].map(([first]) => first!);
