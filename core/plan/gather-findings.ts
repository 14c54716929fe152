import type { Finding } from '../../kube/finding.ts';
import type { ClusterFacts, SourceIndex, TranslationContext } from '../translate/context.ts';
import { objectOrder } from '../translate/order.ts';
import { targetClassName } from '../translate/storage-class-map.ts';
import { classKeyFindings } from './class-key-findings.ts';
import { alreadyCutOver, cutOverFindings } from './cut-over-findings.ts';
import { findEmpty } from './empty-selection.ts';
import { brokenApi } from './export/broken-api.ts';
import type { Export } from './export/export-manifests.ts';
import type { PlanInputs } from './inputs.ts';
import { keyFindings } from './key-findings.ts';
import { beyondTargets } from './limits.ts';
import type { MetTarget } from './meet-target.ts';
import { circleFindings, orderFindings } from './order-findings.ts';
import { askedRules, ownRulesFindings } from './own-rules.ts';
import type { PlannedObject } from './planned-object.ts';
import { findQuiesceObstacles } from './quiesce/may-quiesce.ts';
import { operatedData } from './quiesce/operated-data.ts';
import { readReactions } from './quiesce/read-reactions.ts';
import { quiesceFindings } from './quiesce-findings.ts';
import type { Sides } from './read-sides.ts';
import type { TranslatedExport } from './translate-export.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';
import { withoutEchoes } from './without-echoes.ts';

/** Everything that was decided before, of which the findings speak. */
export interface Decided {
  sides: Sides;
  volumes: { volumes: PlannedVolume[]; findings: Finding[] };
  translated: TranslatedExport;
  met: MetTarget;
}

/** What a person has to know of the plan, but for what its sum exceeds: `beyondLimits` and `tooSlow` say that. */
export async function gatherFindings(inputs: PlanInputs, decided: Decided): Promise<Finding[]> {
  const { clone, request } = inputs;
  const { sides, volumes, translated, met } = decided;
  const { exported, cluster, target } = sides;
  const { objects, look, names, context } = translated;
  return [
    ...('facts' in inputs.source ? (inputs.source.findings ?? []) : []),
    ...cluster.findings,
    ...volumes.findings,
    ...withoutEchoes(objects.findings, volumes.findings),
    ...(met.refresh?.findings ?? []),
    ...met.conflicts,
    ...(look?.findings(objects.targets) ?? []),
    ...(await sourceFindings(inputs, exported, volumes.volumes, objects.objects)),
    ...(await keyFindings(inputs.target, clone.route, volumes.volumes)),
    ...(await classKeyFindings(inputs.target, clone.route, classesOf(exported.index, target, context))),
    ...names.unmatched(),
    ...ownRulesFindings(askedRules(request), objects.touched),
    ...orderFindings(context.references ?? []),
    ...circleFindings(objectOrder(context)),
    ...beyondTargets(clone.route, objects.targets),
    ...findEmpty(request.selection, exported.namespaces, objects.objects, met.refresh?.refresh),
    ...exported.failed.map(brokenApi),
  ];
}

/** What becomes of the source: it is scaled down, cut over, or was by an earlier run. */
async function sourceFindings(
  { clone, request, source }: PlanInputs,
  { index, namespaces }: Export,
  volumes: PlannedVolume[],
  objects: PlannedObject[],
): Promise<Finding[]> {
  const reactions = request.quiesce.scaleToZero ? await readReactions(source.api, request, namespaces) : undefined;
  return [
    ...(reactions ? quiesceFindings(reactions, request, volumes) : []),
    ...(await findQuiesceObstacles(source.api, clone.route, request, reactions?.scaled ?? [])),
    ...operatedData(request, objects, volumes),
    ...cutOverFindings(request, volumes),
    ...alreadyCutOver(index, clone.route.name),
  ];
}

/** The target's classes that claims of the clone are on. */
function classesOf({ claims }: SourceIndex, { storageClasses }: ClusterFacts, context: TranslationContext) {
  const names = new Set(Object.values(claims).map(({ storageClass }) => targetClassName(storageClass, context)));
  return storageClasses.filter(({ metadata }) => names.has(metadata.name));
}
