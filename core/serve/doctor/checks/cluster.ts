import { isOfBackups, isPlain } from '../../../base/request/is-eks.ts';
import type { Route } from '../../../base/request/route.ts';
import { memberStackName } from '../../../base/run/names.ts';
import { type Check, checkNamed } from '../check.ts';
import type { Side } from '../facts.ts';
import type { EndCheck } from '../kinds-of-checks.ts';
import { plainWayIn } from './plain-way-in.ts';

/** The cluster is there and ACTIVE; a missing target is fine where the route may make it. */
export const checkCluster: EndCheck = (side, route, facts) => {
  if (isOfBackups(route, side)) return [];
  const { cluster: thing, account, region } = route[side];
  const { ok, broken, unknown } = checkNamed(`${side} cluster`);
  const { cluster } = facts[side];
  if ('notAsked' in cluster) return [unknown(thing, cluster.notAsked)];
  if ('value' in cluster) {
    const { status, version } = cluster.value;
    if (status === 'ACTIVE') return [ok(thing, `ACTIVE, Kubernetes ${version}`)];
    const sentence = `Runs need an ACTIVE cluster. Wait for it; a cluster that FAILED has to be re-created.`;
    const fix = `aws eks wait cluster-active --name ${thing} --region ${region}`;
    return [broken({ thing, found: status, sentence, fix })];
  }
  const { error, message } = cluster.failure;
  const isToBeMade = side === 'target' && route.target.create !== undefined;
  if (isPlain(route, side) && !(isToBeMade && error === 'NotFound'))
    return [notEntered(side, route[side], error, message)];
  if (error === 'NotFound') return [missing(side, route, message)];
  if (error !== 'AccessDenied') return [unknown(thing, message)];
  const sentence = `The role of the ${side} may not describe the cluster: the member stack does not know this route yet. ${message}`;
  const fix = `npx cdk deploy ${memberStackName(side, account, region)}`;
  return [broken({ thing, found: 'access denied', sentence, fix })];
};

/** Whoever keeps a cluster that is none of EKS says by a secret and RBAC how it is entered. */
function notEntered(side: Side, end: Route[Side], error: string, message: string): Check {
  const { cluster: thing } = end;
  const { broken, unknown } = checkNamed(`${side} cluster`);
  const isShut = ['ClusterUnreachable', 'Unavailable'].includes(error);
  if (!isShut && !REFUSALS.includes(error)) return unknown(thing, message);
  const fix = plainWayIn(end, isShut);
  return broken({ thing, found: isShut ? 'no answer' : 'not let in', sentence: message, fix });
}

const REFUSALS = ['AccessDenied', 'ClusterRejectedToken', 'InvalidRequest', 'NotFound'];

function missing(side: Side, route: Route, message: string): Check {
  const { cluster: thing } = route[side];
  const { ok, broken } = checkNamed(`${side} cluster`);
  if (side === 'target' && route.target.create) {
    return ok(thing, 'not created yet', 'A run makes it when its request has {"target": {"createCluster": true}}.');
  }
  const fix = `${side}: { cluster: '<name of one that is there>', … }   in kubeferry.config.ts, then npx cdk deploy --all`;
  return broken({ thing, found: 'missing', sentence: message, fix });
}
