import type { ClusterApi, Discovery } from '../../../kube/cluster-api.ts';
import { groupOf, type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import { ShardWriter, writeRecord } from '../../base/run/records.ts';
import type { Cloud, SourceIndex } from '../../translate/context.ts';
import { valuesAt } from '../../translate/edit.ts';
import { ownReferences } from '../../translate/graph/own-references.ts';
import type { Taken } from '../../translate/graph/taken-along.ts';
import { kindKey } from '../../translate/pod-templates.ts';
import { createNeeds } from '../../translate/references.ts';
import { isCalled, isNeverListed, isSelected } from '../../translate/selection.ts';
import { addToIndex, startIndex } from '../../translate/source-index.ts';
import { accountsNamespace } from '../../translate/subjects.ts';
import { neverExported } from '../../translate/tables/never-exported.ts';
import { NODE_KINDS } from '../../translate/tables/node-kinds.ts';
import type { ReferenceRow } from '../../translate/tables/references/row.ts';
import { isOfMover } from '../movers/mover-objects.ts';
import { asBeforeQuiesce } from '../quiesce/quiesce-mark.ts';
import { checkSelection } from './check-selection.ts';
import { type ExportSoFar, findSoFar, type Pausing, type Scope, stopHere } from './export-so-far.ts';
import { listParts, onePerKind, type Part, type PartPage, partsOf } from './parts.ts';
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
  /** Of the cluster that is exported. */
  cloud?: Cloud | undefined;
  /** For a cluster that the run makes: what makes its nodes belongs to the export. */
  withNodePools?: boolean | undefined;
  /** Left out, the export comes to its end or fails. */
  pausing?: Pausing | undefined;
}

/**
 * Writes the selected objects, and what they need from cluster scope, as shards; a few pages are in memory at a time.
 * Running it again writes the same keys. Throws InvalidRequest as `checkSelection` says, and NotYet when the time of the
 * invocation is nearly over: what was decided and listed is kept, and the next one goes on behind it.
 */
export async function exportManifests(
  api: ClusterApi,
  asked: Request['selection'],
  place: ExportPlace,
): Promise<Export> {
  const { store, prefix, pausing } = place;
  const before = await findSoFar(store, pausing);
  const scope = before?.scope ?? (await decideScope(api, asked, place.served ?? []));
  const exporting: Exporting = {
    place,
    scope,
    index: before?.index ?? startIndex(place.cloud),
    needs: createNeeds(before?.needs),
    references: ownReferences(asked.references ?? []),
    writer: new ShardWriter(store, prefix, before?.written),
  };
  await listAll(api, exporting, before?.place ?? { part: 0 });

  const { objects, shards } = await exporting.writer.close();
  const { index } = exporting;
  const { namespaces, failed, taken } = scope;
  index.namespaces = namespaces;
  await writeRecord(store, place.indexKey, index);
  if (before && pausing) await store.delete(pausing.key);
  return { objects, shards, namespaces, index, failed, ...(taken ? { taken } : {}) };
}

async function decideScope(api: ClusterApi, asked: Request['selection'], served: ServedResource[]): Promise<Scope> {
  const discovery = await api.discover();
  const namespaces = await checkSelection(api, discovery, asked);
  const resources = onePerKind(discovery.resources, served).filter((resource) => !isNeverListed(resource));
  const { selection, taken } = await selectWorkload(api, resources, asked);
  const parts = partsOf(resources, selection);
  return { parts, namespaces, selection, failed: discovery.failed, ...(taken ? { taken } : {}) };
}

interface Exporting {
  place: ExportPlace;
  scope: Scope;
  index: SourceIndex;
  needs: ReturnType<typeof createNeeds>;
  references: readonly ReferenceRow[];
  writer: ShardWriter;
  /** Of the kind whose list was begun again: read once, since nothing comes twice of the list that is under way. */
  exported?: { of: Part; names: Set<string> };
}

async function listAll(api: ClusterApi, exporting: Exporting, from: ExportSoFar['place']): Promise<void> {
  const { place, scope, index, needs, writer } = exporting;
  const { namespaces, selection } = scope;
  const isEverything = selection.namespaces.length === 0;
  const listed = { namespaces, isEverything, labelSelector: selection.labelSelector };
  for await (const page of listParts(api, scope.parts, listed, from)) {
    const fresh = page.again ? await withoutExported(page, exporting) : page.objects;
    await keep(page.part, fresh, exporting);
    if (page.goOn && place.pausing?.isOver()) {
      const written = await writer.pause();
      await stopHere(place.store, place.pausing, { scope, place: page.goOn, index, needs: needs.noted(), written });
    }
  }
}

/** Of a list that the server has begun again what is not exported yet. */
async function withoutExported({ objects, part }: PartPage, exporting: Exporting): Promise<KubeObject[]> {
  if (exporting.exported?.of !== part)
    exporting.exported = { of: part, names: await exportedOf(part, exporting.writer) };
  const { names } = exporting.exported;
  return objects.filter((object) => !names.has(refText(refOf(object))));
}

async function exportedOf({ resource }: Part, writer: ShardWriter): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const shard of writer.given<KubeObject>())
    for (const object of shard) if (object.kind === resource.kind) names.add(refText(refOf(object)));
  return names;
}

async function keep({ of }: PartPage['part'], found: KubeObject[], exporting: Exporting): Promise<void> {
  const { namespaces, selection } = exporting.scope;
  if (of === 'selection')
    return add(
      found.filter((object) => isSelected(object, selection) && !isOfMover(object)),
      exporting,
    );
  if (of === 'rights-elsewhere') return exporting.writer.add(found.filter((object) => givesRights(object, namespaces)));
  return add(
    found.filter((object) => isNeeded(object, exporting)),
    exporting,
  );
}

/** Of a binding in a namespace that is not selected: a rule names what an account of those that are loses with it. */
const givesRights = (object: KubeObject, namespaces: readonly string[]) =>
  !namespaces.includes(object.metadata.namespace ?? '') &&
  valuesAt(object, ['subjects', '*']).some(({ value }) => namespaces.includes(accountsNamespace(value) ?? ''));

const isNeeded = (object: KubeObject, { scope: { namespaces, selection }, place, needs }: Exporting) =>
  isNamespaceOf(object, namespaces) ||
  (!selection.excludeKinds?.some((kind) => isCalled(object, kind)) &&
    ((place.withNodePools && NODE_KINDS.includes(kindKey(object))) || needs.isNeeded(object)));

async function add(found: KubeObject[], { index, needs, writer, references }: Exporting): Promise<void> {
  const objects = found.map(asBeforeQuiesce);
  // What is not copied in any case is in the export to be named; it needs nothing, and owns nothing in the target.
  for (const object of objects.filter(
    ({ apiVersion, kind }) => neverExported(groupOf(apiVersion), kind) === undefined,
  )) {
    needs.add(object);
    addToIndex(index, object, references);
  }
  await writer.add(objects);
}

function isNamespaceOf(object: KubeObject, namespaces: string[]): boolean {
  return object.apiVersion === 'v1' && object.kind === 'Namespace' && namespaces.includes(object.metadata.name);
}
