import type { ClusterApi, Discovery } from '../../../kube/cluster-api.ts';
import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { readAhead } from '../../base/read-ahead.ts';
import type { Request } from '../../base/request/request.ts';
import { ShardWriter, writeRecord } from '../../base/run/records.ts';
import type { SourceIndex } from '../../translate/context.ts';
import { valuesAt } from '../../translate/edit.ts';
import type { Taken } from '../../translate/graph/taken-along.ts';
import { kindKey } from '../../translate/pod-templates.ts';
import { createNeeds } from '../../translate/references.ts';
import { isCalled, isNeverListed, isSelected, isSelectedKind } from '../../translate/selection.ts';
import { addToIndex, startIndex } from '../../translate/source-index.ts';
import { accountsNamespace } from '../../translate/subjects.ts';
import { neverExported } from '../../translate/tables/never-exported.ts';
import { NODE_KINDS } from '../../translate/tables/node-kinds.ts';
import { isOfMover } from '../movers/mover-objects.ts';
import { asBeforeQuiesce } from '../quiesce/quiesce-mark.ts';
import { checkSelection } from './check-selection.ts';
import { listKind } from './list-kind.ts';
import { selectWorkload } from './select-workload.ts';

export interface Export {
  objects: number;
  shards: number;
  namespaces: string[];
  index: SourceIndex;
  /** API groups that the source could not answer for (a broken aggregated API). */
  failed: Discovery['failed'];
  /** Of a selection by workload: what is copied with it, and why. */
  taken?: Taken[];
}

/** Where an export goes: its shards and its index. */
export interface ExportPlace {
  store: ObjectStore;
  prefix: string;
  indexKey: string;
  /** What the target serves: an object is read in a version that both serve, where there is one. */
  served?: ServedResource[];
  /** For a cluster that the run makes: what makes its nodes belongs to the export. */
  withNodePools?: boolean | undefined;
}

/**
 * Writes the selected objects, and what they need from cluster scope, as shards; one page is in memory at a time.
 * Running it again writes the same keys. Throws InvalidRequest as `checkSelection` says.
 */
export async function exportManifests(
  api: ClusterApi,
  asked: Request['selection'],
  place: ExportPlace,
): Promise<Export> {
  const discovery = await api.discover();
  const namespaces = await checkSelection(api, discovery, asked);
  const resources = onePerKind(discovery.resources, place.served ?? []).filter((resource) => !isNeverListed(resource));
  const { selection, taken } = await selectWorkload(api, resources, asked);
  const kept = { index: startIndex(), needs: createNeeds(), writer: new ShardWriter(place.store, place.prefix) };

  const listed = {
    namespaces,
    isEverything: selection.namespaces.length === 0,
    labelSelector: selection.labelSelector,
  };
  const namespaced = resources.filter((each) => each.namespaced && isSelectedKind(each, selection));
  for await (const page of readAhead(namespaced, KINDS_AT_ONCE, (each) => listKind(api, each, listed))) {
    await keep(
      page.filter((object) => isSelected(object, selection) && !isOfMover(object)),
      kept,
    );
  }
  await addRightsElsewhere(api, resources, selection, { ...kept, namespaces });
  const wide = byReach(resources.filter((each) => !each.namespaced));
  for await (const page of readAhead(wide, KINDS_AT_ONCE, (each) => api.list(each))) {
    await keep(
      page.filter(
        (object) =>
          isNamespaceOf(object, namespaces) ||
          (!selection.excludeKinds?.some((kind) => isCalled(object, kind)) &&
            ((place.withNodePools && NODE_KINDS.includes(kindKey(object))) || kept.needs.isNeeded(object))),
      ),
      kept,
    );
  }
  const { objects, shards } = await kept.writer.close();
  kept.index.namespaces = namespaces;
  await writeRecord(place.store, place.indexKey, kept.index);
  return { objects, shards, namespaces, index: kept.index, failed: discovery.failed, ...(taken ? { taken } : {}) };
}

/** Kinds that are listed at the same time; an API server has many other clients. */
const KINDS_AT_ONCE = 4;

const BINDING = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' };

/** Bindings in namespaces that are not selected, for accounts of those that are: a rule names what is lost with them. */
async function addRightsElsewhere(
  api: ClusterApi,
  resources: ServedResource[],
  { includeKinds = [], excludeKinds = [], objects = [] }: Request['selection'],
  { writer, namespaces }: Pick<Kept, 'writer'> & { namespaces: string[] },
): Promise<void> {
  const resource = resources.find(({ apiVersion, kind }) => apiVersion === BINDING.apiVersion && kind === BINDING.kind);
  const isPart = [...includeKinds, ...objects].length > 0 || excludeKinds.some((kind) => isCalled(BINDING, kind));
  if (!resource || isPart) return;
  for await (const page of api.list(resource)) {
    const elsewhere = page.filter(({ metadata }) => !namespaces.includes(metadata.namespace ?? ''));
    await writer.add(
      elsewhere.filter((object) =>
        valuesAt(object, ['subjects', '*']).some(({ value }) => namespaces.includes(accountsNamespace(value) ?? '')),
      ),
    );
  }
}

interface Kept {
  index: SourceIndex;
  needs: ReturnType<typeof createNeeds>;
  writer: ShardWriter;
}

async function keep(found: KubeObject[], { index, needs, writer }: Kept): Promise<void> {
  const objects = found.map(asBeforeQuiesce);
  // What is not copied in any case is in the export to be named; it needs nothing, and owns nothing in the target.
  for (const object of objects.filter(
    ({ apiVersion, kind }) => neverExported(groupOf(apiVersion), kind) === undefined,
  )) {
    needs.add(object);
    addToIndex(index, object);
  }
  await writer.add(objects);
}

/** Each kind once, at the first version that the target serves too, else at the one that the server prefers (its first). */
function onePerKind(resources: ServedResource[], served: ServedResource[]): ServedResource[] {
  const inTarget = new Set(served.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  const kinds = Map.groupBy(resources, ({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`);
  return [...kinds.values()].map(
    (versions) => versions.find(({ apiVersion, kind }) => inTarget.has(`${apiVersion} ${kind}`)) ?? versions[0]!,
  );
}

/** What names others before them: bindings before roles, roles and node pools before types, volumes before classes. */
function byReach(resources: ServedResource[]): ServedResource[] {
  const order = [['ClusterRoleBinding', 'PersistentVolume', 'NodePool', 'EC2NodeClass', 'NodeClass'], ['ClusterRole']];
  const rank = ({ kind }: ServedResource) => {
    const at = order.findIndex((kinds) => kinds.includes(kind));
    return at === -1 ? order.length : at;
  };
  return resources.toSorted((a, b) => rank(a) - rank(b));
}

function isNamespaceOf(object: KubeObject, namespaces: string[]): boolean {
  return object.apiVersion === 'v1' && object.kind === 'Namespace' && namespaces.includes(object.metadata.name);
}
