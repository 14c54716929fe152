import { checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const { ok, broken, unknown } = checkNamed('source volumes');

/** A route that may hand volumes over needs what no access policy of EKS has for less than everything. */
export const checkHandOver: RouteCheck = ({ handOver, source }, { source: { inside } }) => {
  const trial = 'value' in inside ? inside.value.handOver : undefined;
  if (!handOver || !trial) return [];
  const { action, answer, said } = trial;
  if (answer === 'allowed') return [ok(action, 'allowed')];
  if (answer === 'untold') return [unknown(action, said)];
  return [
    broken({
      thing: action,
      found: 'denied',
      sentence: `Runs cannot hand volumes of cluster "${source.cluster}" over: RBAC does not let them change its PersistentVolumes. An access entry that others have made for the role needs the group as well. The API server said: ${said}`,
      fix: 'npm run -s kubeferry -- rbac --hand-over | kubectl apply -f -',
    }),
  ];
};
