import { fieldAt, listAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { sameJson } from '../../../kube/same-json.ts';
import { discreetText } from '../../base/outside/outside-text.ts';
import { kindKey } from '../pod-templates.ts';
import type { Inactive, Readiness } from './recipe.ts';
import { operatedKind } from './recipes.ts';

/**
 * Why a resource is not ready, as its operator says; undefined where it is, is not to run, or nobody has said anything: in a cluster
 * without its operator nobody ever will.
 */
export function whyOperatorWaits(object: KubeObject): string | undefined {
  const { ready } = operatedKind(kindKey(object)) ?? {};
  if (!ready || stoppedBy(object)) return undefined;
  const said = saidOf(object, ready);
  return said === undefined ? undefined : `its operator says ${discreetText(said)}`;
}

/** The field that keeps the operator of a resource from running anything of it, where that is set. */
export const stoppedBy = (object: KubeObject): Inactive | undefined =>
  operatedKind(kindKey(object))?.inactive?.find(({ at, to }) => sameJson(fieldAt(object, at), to));

function saidOf(object: KubeObject, ready: Readiness): string | undefined {
  if ('condition' in ready) {
    const condition = listAt(object, 'status.conditions').find((each) => textAt(each, 'type') === ready.condition);
    if (condition === undefined || textAt(condition, 'status') === 'True') return undefined;
    return `${ready.condition}: ${textAt(condition, 'status')} (${textAt(condition, 'message') ?? 'without a reason'})`;
  }
  const value = fieldAt(object, ready.at);
  if (typeof value !== 'string' || value === '' || ready.is.includes(value)) return undefined;
  return `${ready.at.join('.')}: ${value}`;
}
