import { textAt } from '../../../kube/fields.ts';
import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import { type Cloud, cloudOf, isBetweenClouds } from '../context.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule, Verdict } from '../rule.ts';
import { homeOf } from '../selection.ts';
import { CONTROLLERS_OF, GROUPS_OF, MADE_BY_AKS, NAMESPACES_OF_AKS, SECRET_STORES } from '../tables/kinds-of-clouds.ts';
import { drop, KEEP, warning } from '../verdicts.ts';

export const leaveKindsOfOneCloud: Rule = {
  name: 'leave-kinds-of-one-cloud',
  description:
    'What add-ons of AKS make is not copied. Kinds that only controllers of one cloud know are not copied to another one, and are named.',
  appliesTo: ['*'],
  apply(object, context) {
    const cloud = cloudOf(context.source);
    const maker = cloud === 'azure' ? madeByAks(object) : undefined;
    if (maker) return drop(`${maker} makes it, and keeps it as it is`);
    const reason = isBetweenClouds(context) ? boundTo(cloud, object) : undefined;
    return reason ? leave(object, reason) : KEEP;
  },
};

function leave({ kind, metadata }: KubeObject, reason: string): Verdict {
  return drop(reason, [warning('', `Not carried over: ${kind} ${metadata.name}, for ${reason}.`)]);
}

function madeByAks(object: KubeObject): string | undefined {
  const labels = object.metadata.labels ?? {};
  const mark = MADE_BY_AKS.find(({ label, value }) =>
    value === undefined ? label in labels : labels[label] === value,
  );
  if (mark) return mark.by;
  const home = homeOf(object);
  return home && NAMESPACES_OF_AKS.includes(home) ? `an add-on of AKS, in its namespace ${home},` : undefined;
}

/** Why an object means nothing in any other cloud; undefined when it does. */
function boundTo(cloud: Cloud, object: KubeObject): string | undefined {
  const group = servedGroup(object);
  const owner = Object.keys(GROUPS_OF[cloud]).find((each) => group === each || group.endsWith(`.${each}`));
  if (owner) return `it is of ${GROUPS_OF[cloud][owner]}, which the target does not have`;
  const controller = textAt(object, CONTROLLER_FIELDS[kindKey(object)] ?? '');
  if (controller && CONTROLLERS_OF[cloud].some((each) => controller.startsWith(each)))
    return `its controller (${controller}) is not one of the target's cloud`;
  return kindKey(object) === 'secrets-store.csi.x-k8s.io/SecretProviderClass' ? ofStore(cloud, object) : undefined;
}

/** Of what it is, or describes; node pools of Karpenter are of the class that they make nodes of. */
function servedGroup(object: KubeObject): string {
  if (object.kind === 'CustomResourceDefinition') return textAt(object, 'spec.group') ?? '';
  const ofNodes = kindKey(object).startsWith('karpenter.sh/');
  return (ofNodes && textAt(object, 'spec.template.spec.nodeClassRef.group')) || groupOf(object.apiVersion);
}

const CONTROLLER_FIELDS: Record<string, string> = {
  'networking.k8s.io/IngressClass': 'spec.controller',
  'gateway.networking.k8s.io/GatewayClass': 'spec.controllerName',
};

function ofStore(cloud: Cloud, object: KubeObject): string | undefined {
  const { provider, what } = SECRET_STORES[cloud];
  if (textAt(object, 'spec.provider') !== provider) return undefined;
  return `it reads secrets of ${what}. Pods that mount it wait until the target has a class of that name; a Secret that it keeps in step is copied as it is now`;
}
