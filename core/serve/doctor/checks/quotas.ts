import { COPIES_AT_A_TIME, type Count, QUOTAS, type Usage } from '../../../base/ports/quotas.ts';
import { type Check, checkNamed } from '../check.ts';
import { type Fact, whyNot } from '../fact.ts';
import type { Quota } from '../facts.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const { ok, warning, broken, unknown } = checkNamed('target quota');

/** From there on a clone of some size may not find room. */
const NEARLY_FULL = 0.8;

/** What the account may have of the things that clones make, beside what it has. */
export const checkQuotas: RouteCheck = ({ target: { region, create, kind } }, { target: { quotas, usage } }) => {
  // Of AWS, in which nothing of such a clone is made.
  if (kind === 'aks') return [];
  const console = `https://${region}.console.aws.amazon.com/servicequotas/home/services/ebs/quotas`;
  if (!('value' in quotas))
    return [copies(usage), unknown('storage, snapshots', `${whyNot(quotas)} Look at ${console}.`)];
  const used = 'value' in usage ? usage.value : undefined;
  return [
    copies(usage),
    ...quotas.value.flatMap((quota) => judge(quota, used, region, create !== undefined)),
    ...('value' in usage ? [] : [unknown('what is used of the quotas', whyNot(usage))]),
  ];
};

function copies(usage: Fact<Usage>): Check {
  const thing = 'snapshot copies at a time';
  const waits = 'Further copies wait for their turn.';
  if (!('value' in usage)) return ok(thing, String(COPIES_AT_A_TIME), waits);
  const { copies: count } = usage.value;
  const found = `${count} of ${COPIES_AT_A_TIME} in use`;
  if (count < COPIES_AT_A_TIME) return ok(thing, found, waits);
  const sentence = 'A run waits until copies of others end. More than that only AWS Support allows.';
  return warning({ thing, found, sentence });
}

/** A type of which there is no volume is not worth a line, but for the one that clones make. */
function judge(quota: Quota, usage: Usage | undefined, region: string, makesCluster: boolean): Check[] {
  const { code, name, value } = quota;
  const most = quota.isDefault ? `${value} (AWS's default)` : String(value);
  const known = QUOTAS.find((each) => each.code === code);
  if (!known || !usage) return [ok(name, most)];
  const used = known.used(usage);
  if (used.count === 0 && /storage/.test(name) && !name.startsWith('gp3')) return [];
  const found = `${said(used)} of ${most} in use`;
  const matters = known.service === 'ebs' || makesCluster;
  if (!matters || used.count < NEARLY_FULL * value) return [ok(name, found)];
  const isFull = used.count >= value;
  const told = {
    thing: name,
    found,
    sentence: isFull
      ? 'Nothing more of it can be made: a run would wait until there is room, and fail in the end.'
      : 'A larger clone may find no room: it would wait until there is some.',
    fix: `aws service-quotas request-service-quota-increase --service-code ${known.service} --quota-code ${code} --desired-value ${2 * value} --region ${region}`,
  };
  return [isFull ? broken(told) : warning(told)];
}

const said = ({ count, atLeast }: Count) =>
  `${atLeast ? 'at least ' : ''}${Number.isInteger(count) ? count : count.toFixed(1)}`;
