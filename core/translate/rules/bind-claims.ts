import { fieldAt, path, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { comesToDisk, forOneNode } from '../access-modes.ts';
import { copiedVolume, isSkippedClaim, skipAdvice } from '../claims.ts';
import { type ClaimFacts, cloudOf, type TargetVolume, type TranslationContext } from '../context.ts';
import { edit, removeEntries, removeFields, setField } from '../edit.ts';
import { clusterNameIn } from '../names.ts';
import type { Rule, RuleFinding, Verdict } from '../rule.ts';
import { DISK_OF, OTHER_STORAGE } from '../tables/drivers.ts';
import { block, changed, info, warning } from '../verdicts.ts';

/** What binding and provisioning left behind in the source (https://kubernetes.io/docs/reference/labels-annotations-taints/). */
const BINDING_ANNOTATIONS = [
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
  'volume.kubernetes.io/selected-node',
  'volume.kubernetes.io/storage-provisioner',
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-resizer',
];

const DATA_SOURCES = [path('spec.dataSource'), path('spec.dataSourceRef')];

export const bindClaims: Rule = {
  name: 'bind-claims',
  description: 'A claim is bound to the copy of its volume, or to a fresh one where its data is not copied by request.',
  appliesTo: ['/PersistentVolumeClaim'],
  apply(object, context) {
    const claim = `${object.metadata.namespace}/${object.metadata.name}`;
    const volumeName = textAt(object, 'spec.volumeName');
    const cleared = removeEntries(object, ['metadata', 'annotations'], (name) => BINDING_ANNOTATIONS.includes(name));
    if (isSkippedClaim(claim, context)) return startEmpty(object, cleared, claim);
    if (volumeName === undefined) return changed(object, removeFields(cleared, DATA_SOURCES), lostSource(object));
    const copy = copiedVolume(claim, context);
    if (!copy) return refuse(claim, context.index.claims[claim]);
    const bound = grownWith(copy, bindTo(removeFields(cleared, DATA_SOURCES), context));
    return comesToDisk(claim, context) ? asOneDisk(object, bound, claim, context) : changed(object, bound);
  },
};

function bindTo(claim: KubeObject, context: TranslationContext): KubeObject {
  const namespace = claim.metadata.namespace ?? '';
  return edit(claim, path('spec.volumeName'), (name) => clusterNameIn(String(name), namespace, context));
}

function asOneDisk(
  before: KubeObject,
  after: KubeObject,
  claim: string,
  { index, target }: TranslationContext,
): Verdict {
  const disk = DISK_OF[cloudOf(target)];
  const single = forOneNode(after);
  const storage = storageOf(index.claims[claim]?.driver ?? '');
  const shared =
    single === after
      ? ''
      : ` Pods of several nodes could mount it, and only those of one node can ${disk}: look whether they run on one.`;
  return changed(before, single, [
    (shared ? warning : info)(
      '/spec/volumeName',
      `Claim ${claim} was on ${storage}, and gets its files on ${disk}.${shared}`,
    ),
  ]);
}

const storageOf = (driver: string) => OTHER_STORAGE[driver] ?? `storage of driver "${driver}"`;

const grownWith = ({ grown, sizeGiB }: TargetVolume, claim: KubeObject) =>
  grown ? setField(claim, path('spec.resources.requests.storage'), `${sizeGiB}Gi`) : claim;

function startEmpty(object: KubeObject, cleared: KubeObject, claim: string): Verdict {
  const unbound = removeFields(cleared, [path('spec.volumeName'), path('spec.selector'), ...DATA_SOURCES]);
  return changed(object, unbound, [
    warning(
      '/spec/volumeName',
      `Claim ${claim} starts with a fresh, empty volume: its data is not copied, as the request says.`,
    ),
  ]);
}

/** A claim that waits for its first pod; what it was to be filled from does not exist in the target. */
function lostSource(claim: KubeObject): RuleFinding[] {
  const source = fieldAt(claim, 'spec.dataSourceRef') ?? fieldAt(claim, 'spec.dataSource');
  if (!source) return [info('', 'The claim has no volume yet; the target makes one when a pod first asks for it.')];
  const sentence = `The claim was to be filled from ${textAt(source, 'kind')} ${textAt(source, 'name')}, which the target does not have; it gets an empty volume.`;
  return [warning('/spec/dataSource', sentence)];
}

function refuse(claim: string, facts: ClaimFacts | undefined): Verdict {
  if (facts && facts.volumeId === '' && facts.driver !== '') {
    return block(
      `Claim ${claim} lies on ${storageOf(facts.driver)}, which is not copied; name a repository that has its files in volumes.origins["${claim}"], or {"mover": true} there on a route with source.mover, ${skipAdvice(claim)}.`,
      '/spec/volumeName',
    );
  }
  const why = facts?.volumeId
    ? `volume ${facts.volumeId} has no copy in this run`
    : 'its volume is not part of the export';
  return block(`Claim ${claim} cannot be bound: ${why}; ${skipAdvice(claim)}.`, '/spec/volumeName');
}
