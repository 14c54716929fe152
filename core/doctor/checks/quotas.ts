import { checkNamed } from '../check.ts';
import type { RouteCheck } from '../checks.ts';

/** Says the quotas that a clone meets first; what is used of them only a console knows. */
export const checkQuotas: RouteCheck = ({ target: { region } }, { target: { quotas } }) => {
  const { ok, unknown } = checkNamed('target quota');
  const console = `https://${region}.console.aws.amazon.com/servicequotas/home/services/ebs/quotas`;
  const why = 'notAsked' in quotas ? quotas.notAsked : 'failure' in quotas ? quotas.failure.message : undefined;
  const known = 'value' in quotas ? quotas.value : [];
  return [
    // Not adjustable in Service Quotas (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html).
    ok('snapshot copies at a time', '20', 'Further copies wait for their turn.'),
    ...known.map(({ name, value }) => ok(name, String(value))),
    ...(why === undefined ? [] : [unknown('gp3 storage, snapshots', `${why} Look at ${console}.`)]),
  ];
};
