import type { ClusterApi, Discovery } from '../../../kube/cluster-api.ts';
import { groupOf } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { isSystemNamespace } from '../../../kube/system.ts';
import { KubeferryError, type Problem } from '../../base/errors.ts';
import { didYouMean, distance } from '../../base/nearest.ts';
import type { Request } from '../../base/request/request.ts';
import { isCalled } from '../../translate/selection.ts';
import { objectsLeftOut } from './left-out.ts';

/**
 * The namespaces that a selection means. Throws InvalidRequest with everything that it names and the source does not
 * have, or never gives away: namespaces, kinds and single objects, with the names that may be meant.
 */
export async function checkSelection(
  api: ClusterApi,
  discovery: Discovery,
  selection: Request['selection'],
): Promise<string[]> {
  const there = await namespacesThere(api, discovery.resources);
  const known = selection.namespaces.filter((name) => there.includes(name));
  const namespaces = selection.namespaces.length > 0 ? known : there.filter((name) => !isSystemNamespace(name));
  const problems = [
    ...unknownNamespaces(there, selection),
    ...unknownKinds(discovery.resources, selection),
    ...(await objectsLeftOut(api, discovery.resources, selection, namespaces)),
  ];
  if (problems.length > 0) {
    throw new KubeferryError(
      'InvalidRequest',
      `The request selects what the source cluster does not have; nothing was changed. ${problems.map(({ at, message }) => `${at}: ${message}`).join(' ')}`,
      { problems },
    );
  }
  return namespaces;
}

async function namespacesThere(api: ClusterApi, resources: ServedResource[]): Promise<string[]> {
  const resource = resources.find((each) => each.apiVersion === 'v1' && each.kind === 'Namespace');
  if (!resource) {
    throw new KubeferryError(
      'ClusterUnreachable',
      'The source cluster does not serve v1 Namespace, so it is no Kubernetes API. Correct the cluster in kubeferry.config.ts.',
    );
  }
  const there: string[] = [];
  for await (const page of api.list(resource)) there.push(...page.map((object) => object.metadata.name));
  return there;
}

function unknownNamespaces(there: string[], { namespaces, objects = [] }: Request['selection']): Problem[] {
  const copied = there.filter((name) => !isSystemNamespace(name));
  const named = new Map(namespaces.map((name) => [name, 'selection.namespaces']));
  for (const [at, { namespace }] of objects.entries())
    if (namespace && !named.has(namespace)) named.set(namespace, `selection.objects.${at}.namespace`);
  return [...named]
    .filter(([name]) => !there.includes(name))
    .map(([name, at]) => ({ at, message: `There is no namespace "${name}"; ${didYouMean(name, copied)}` }));
}

/**
 * An excluded kind that the source does not serve excludes nothing, as a route's defaults may well do; it is a mistake
 * only when it is another spelling of a kind that is there.
 */
function unknownKinds(resources: ServedResource[], selection: Request['selection']): Problem[] {
  const { includeKinds = [], excludeKinds = [], objects = [] } = selection;
  const unknown = (at: string, wanted: string, must: boolean): Problem[] => {
    if (resources.some((resource) => isCalled(resource, wanted))) return [];
    const alike = [...new Set(resources.filter((resource) => isLike(resource, wanted)).map(fullName))];
    if (alike.length === 0 && !must) return [];
    const hint = alike.length > 0 ? `did you mean ${alike.slice(0, 5).join(' or ')}?` : 'write Kind or Kind.group.';
    return [{ at, message: `There is no kind "${wanted}"; ${hint}` }];
  };
  return [
    ...includeKinds.flatMap((kind) => unknown('selection.includeKinds', kind, true)),
    ...excludeKinds.flatMap((kind) => unknown('selection.excludeKinds', kind, false)),
    ...objects.flatMap(({ kind }) => unknown('selection.objects', kind, true)),
  ];
}

const fullName = ({ apiVersion, kind }: ServedResource) =>
  groupOf(apiVersion) === '' ? kind : `${kind}.${groupOf(apiVersion)}`;

/** Another case, the plural as kubectl has it, or two letters off. */
function isLike({ kind, resource }: ServedResource, wanted: string): boolean {
  const name = wanted.split('.')[0]!.toLowerCase();
  return name === kind.toLowerCase() || name === resource || distance(name, kind.toLowerCase()) <= 2;
}
