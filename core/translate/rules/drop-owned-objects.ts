import { groupOf, type KubeObject, type OwnerReference } from '../../../kube/kube-object.ts';
import { isEphemeralClaim } from '../claims.ts';
import type { TranslationContext } from '../context.ts';
import { removeFields } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import { operatedOwner } from '../recipes/recipes.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { changed, drop, info, KEEP, warning } from '../verdicts.ts';

/** Which owners make which objects again: `group/Kind` of the owner -> kinds of what it owns. */
const MAKES: Record<string, readonly string[]> = {
  'apps/Deployment': ['ReplicaSet'],
  'apps/ReplicaSet': ['Pod'],
  'apps/StatefulSet': ['Pod', 'ControllerRevision'],
  'apps/DaemonSet': ['Pod', 'ControllerRevision'],
  'batch/Job': ['Pod'],
  'batch/CronJob': ['Job'],
  '/ReplicationController': ['Pod'],
  '/Service': ['EndpointSlice', 'Endpoints'],
  '/Endpoints': ['EndpointSlice'],
  '/Node': ['Pod', 'Lease', 'CSINode'],
  '/Pod': ['ResourceClaim'],
};

/** Data, and the passwords that fit the data: no controller can make them again. */
const IRREPLACEABLE = ['/PersistentVolumeClaim', '/PersistentVolume', '/Secret'];

export const dropOwnedObjects: Rule = {
  name: 'drop-owned-objects',
  description:
    'What a controller of the target makes again is not copied; others are translated without their owner, whose uid is new, and a run gives it to them once it is there.',
  appliesTo: ['*'],
  apply(object, context) {
    const owners = object.metadata.ownerReferences;
    if (!owners) return KEEP;
    if (isEphemeralClaim(object))
      return drop(`it belongs to ${owners[0]!.kind} ${owners[0]!.name}, with which such a volume lives and dies`);
    const maker = IRREPLACEABLE.includes(kindKey(object))
      ? undefined
      : owners.find((owner) => remakes(owner, object, context));
    if (maker) return drop(`${maker.kind} ${maker.name} makes it again`);
    const finding = findingFor(object, owners, context);
    return changed(object, removeFields(object, [['metadata', 'ownerReferences']]), owners.length > 0 ? [finding] : []);
  },
};

function findingFor(object: KubeObject, owners: OwnerReference[], { index }: TranslationContext): RuleFinding {
  const at = '/metadata/ownerReferences';
  const names = owners.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  const goesAlong = owners.some(({ uid }) => uid in index.uids);
  const adoption = kindKey(object) === '/PersistentVolumeClaim' ? adoptionBy(owners) : undefined;
  if (adoption) {
    const without = `Translated without its owner ${names}`;
    if (adoption.by === 'never') return warning(at, `${without}: ${adoption.how}.`);
    const later =
      goesAlong && adoption.by !== 'orphans' ? ', which a run gives it as soon as that is in the target' : '';
    return info(at, `${without}${later}: ${adoption.how}.`);
  }
  if (isOperatorsClaim(object, owners)) {
    const later = goesAlong ? ', which a run gives it as soon as that is in the target' : '';
    const fear = 'instead of starting a new database beside it';
    return warning(
      at,
      `Translated without its owner ${names}${later}: check that the operator takes an existing claim over, ${fear}.`,
    );
  }
  return goesAlong
    ? info(
        at,
        `Translated without its owner ${names}, whose uid is new: a run gives it the one in the target as soon as that is there.`,
      )
    : warning(at, `Its owner ${names} is not part of the clone, so nobody takes care of it in the target.`);
}

/** How the operator of an owner comes to claims, where that is known. */
const adoptionBy = (owners: readonly OwnerReference[]) =>
  owners.map((owner) => operatedOwner(owner)?.claims).find((claims) => claims !== undefined);

/** Built-in owners take claims over by their names; what an operator does is its own affair. */
function isOperatorsClaim(object: KubeObject, owners: OwnerReference[]): boolean {
  return (
    kindKey(object) === '/PersistentVolumeClaim' &&
    owners.some(({ apiVersion }) => !['', 'apps', 'batch'].includes(groupOf(apiVersion)))
  );
}

/** An exported controller, or a built-in one that is known to make such objects, wherever its own owner is. */
function remakes(owner: OwnerReference, object: KubeObject, { index }: TranslationContext): boolean {
  if (MAKES[`${groupOf(owner.apiVersion)}/${owner.kind}`]?.includes(object.kind)) return true;
  if (!(owner.uid in index.uids)) return false;
  return owner.controller === true || (operatedOwner(owner)?.remakes?.includes(kindKey(object)) ?? false);
}
