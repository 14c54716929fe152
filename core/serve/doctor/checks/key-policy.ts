import { tellKey } from '../../../plan/keys/tell-key.ts';
import { checkNamed } from '../check.ts';
import type { KeyFact } from '../facts.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

/** The driver of the target cluster may attach volumes under the route's key, and under those of its storage classes. */
export const checkKeyPolicy: RouteCheck = ({ target }, { target: { keyUse, classKeys } }) => [
  ...(target.kmsKeyArn === '' ? [] : judge('target key policy', target.kmsKeyArn, keyUse, target)),
  ...('value' in classKeys
    ? classKeys.value.flatMap(({ name, key, use }) => judge(`key of class ${name}`, key, use, target, 'warning'))
    : []),
];

function judge(check: string, thing: string, fact: KeyFact, target: Parameters<typeof tellKey>[2], atMost?: 'warning') {
  const { ok, warning, broken, unknown } = checkNamed(check);
  if ('notAsked' in fact) return [unknown(thing, fact.notAsked)];
  // A key that does not exist is reported by the check of the key itself.
  if ('failure' in fact) return fact.failure.error === 'NotFound' ? [] : [unknown(thing, fact.failure.message)];
  const { arn, use } = fact.value;
  const told = tellKey(use, arn, target);
  if (!told) return [ok(thing, use.answer === 'seen' ? 'in use by the cluster' : 'lets the driver attach')];
  const { found, sentence, statement: fix } = told;
  return [(told.severity === 'warning' || atMost ? warning : broken)({ thing, found, sentence, fix })];
}
