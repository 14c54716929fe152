import type { ClusterInfo } from '../../../base/ports/clusters.ts';
import { isPlain } from '../../../base/request/is-eks.ts';
import type { Route } from '../../../base/request/route.ts';
import { memberStackName } from '../../../base/run/names.ts';
import { type Check, checkNamed } from '../check.ts';
import { whyNot } from '../fact.ts';
import type { EndFacts, Side } from '../facts.ts';
import type { EndCheck } from '../kinds-of-checks.ts';
import { plainWayIn } from './plain-way-in.ts';

/** The hub reaches the cluster's API, and the cluster knows the role. */
export const checkEntry: EndCheck = (side, route, facts) => {
  const { cluster, entry, inside } = facts[side];
  if (!('value' in cluster)) return [];
  return [endpoint(side, route, cluster.value, inside), entered(side, route, entry, inside)];
};

const NOT_REACHED = ['ClusterUnreachable', 'Unavailable'];

function endpoint(
  side: Side,
  route: Route,
  { endpoint: thing, network: { publicEndpoint }, name }: ClusterInfo,
  inside: EndFacts['inside'],
): Check {
  const { ok, broken, unknown } = checkNamed(`${side} endpoint`);
  const kind = publicEndpoint ? 'public' : 'private';
  if ('notAsked' in inside) return unknown(thing, `It is ${kind}. ${inside.notAsked}`);
  if (!('failure' in inside) || !NOT_REACHED.includes(inside.failure.error)) return ok(thing, `${kind}, answers`);
  if (isPlain(route, side)) {
    const { message: sentence } = inside.failure;
    return broken({ thing, found: `${kind}, no answer`, sentence, fix: plainWayIn(route[side], true) });
  }
  const region = thing.split('.').find((part) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(part));
  const update = `aws eks update-cluster-config --name ${name}${region ? ` --region ${region}` : ''} --resources-vpc-config`;
  const limits = `Its public access may be limited to addresses (publicAccessCidrs) among which the hub's functions are not.`;
  return broken({
    thing,
    found: `${kind}, no answer`,
    sentence: `The hub does not reach the API of the cluster. ${publicEndpoint ? limits : 'Its endpoint is private.'} ${inside.failure.message}`,
    fix: publicEndpoint ? `${update} publicAccessCidrs=0.0.0.0/0` : `${update} endpointPublicAccess=true`,
  });
}

function entered(side: Side, route: Route, entry: EndFacts['entry'], inside: EndFacts['inside']): Check {
  const { roleArn, account, region, cluster } = route[side];
  const { ok, broken, unknown } = checkNamed(`${side} entry`);
  if ('notAsked' in entry) return unknown(roleArn, entry.notAsked);
  if ('failure' in entry) {
    if (entry.failure.error !== 'AccessDenied') return unknown(roleArn, entry.failure.message);
    const sentence = `The role may not make its access entry in cluster "${cluster}". ${entry.failure.message}`;
    const fix = `npx cdk deploy ${memberStackName(side, account, region)}`;
    return broken({ thing: roleArn, found: 'access denied', sentence, fix });
  }
  if ('value' in inside) return ok(roleArn, 'entered and left');
  if (isPlain(route, side)) return withoutRights(side, route[side], inside);
  if ('failure' in inside && ['AccessDenied', 'ClusterRejectedToken'].includes(inside.failure.error)) {
    const sentence = `Cluster "${cluster}" has an access entry for the role and lets it in no further. ${inside.failure.message}`;
    const fix = `aws eks list-associated-access-policies --cluster-name ${cluster} --principal-arn ${roleArn} --region ${region}`;
    return broken({ thing: roleArn, found: 'refused by the cluster', sentence, fix });
  }
  return unknown(roleArn, whyNot(inside));
}

function withoutRights(
  side: Side,
  { roleArn, kind }: Route[Side],
  inside: Exclude<EndFacts['inside'], { value: unknown }>,
): Check {
  const { broken, unknown } = checkNamed(`${side} entry`);
  const fix = kind !== 'aks' ? GRANT : side === 'source' ? GRANT_IDENTITY : ADMIN_IDENTITY;
  const sentence = whyNot(inside);
  return 'failure' in inside && inside.failure.error === 'AccessDenied'
    ? broken({ thing: roleArn, found: 'refused by the cluster', sentence, fix })
    : unknown(roleArn, sentence);
}

const GRANT_IDENTITY = 'npm run -s kubeferry -- rbac --identity <object id of the identity> | kubectl apply -f -';
/** As `kubectl create clusterrolebinding` has it, since what a clone may hold is not known before. */
const ADMIN_IDENTITY =
  'kubectl create clusterrolebinding kubeferry --clusterrole cluster-admin --user <object id of the identity>';
const GRANT = 'npm run -s kubeferry -- rbac | kubectl apply -f -';
