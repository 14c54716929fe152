import type { Change, Finding } from '../../kube/finding.ts';
import { type KubeObject, refOf } from '../../kube/kube-object.ts';
import { memo } from '../../kube/memo.ts';
import { deriveSteps } from './changes.ts';
import type { TranslationContext } from './context.ts';
import { kindKey } from './pod-templates.ts';
import { discreet } from './privacy.ts';
import { replayChanges } from './replay.ts';
import type { Rule, RuleFinding, Verdict } from './rule.ts';
import { RULES } from './rules.ts';
import type { Translation } from './translation.ts';

export { replayChanges } from './replay.ts';

/**
 * Translates one source object for its new home: every rule that applies to it, in order, until one drops or blocks it.
 *
 * What a rule answers is compared with what it was given, and only the recorded changes are carried on, so that a
 * change without a rule is impossible. Pure: `source` is never changed, and parts that no rule touched are shared.
 */
export function translateObject(
  source: KubeObject,
  context: TranslationContext,
  rules: readonly Rule[] = context.rules ?? RULES,
): Translation {
  const ref = refOf(source);
  const changes: Change[] = [];
  const findings: Finding[] = [];
  let current = source;
  let applicable = rulesFor(current, rules);
  for (const rule of rules) {
    if (!applicable.has(rule)) continue;
    const verdict = rule.apply(current, context);
    const found = (verdict.findings ?? []).map((finding) => ({ ...finding, object: ref, rule: rule.name }));
    if (verdict.do === 'drop') {
      return { ref, outcome: 'drop', reason: verdict.reason, rule: rule.name, changes: [], findings: found };
    }
    findings.push(...found);
    if (verdict.do === 'block') {
      findings.push({ ...blocker(verdict), object: ref, rule: rule.name });
      return { ref, outcome: 'block', reason: verdict.reason, rule: rule.name, changes: [], findings };
    }
    if (verdict.do === 'change') {
      const steps = deriveSteps(current, verdict.object).map((step) => discreet(step, current));
      current = replayChanges(current, steps);
      applicable = rulesFor(current, rules);
      changes.push(...steps.map((step) => ({ rule: rule.name, ...step })));
    }
  }
  return { ref, outcome: 'apply', object: current, changes, findings };
}

function blocker(verdict: Extract<Verdict, { do: 'block' }>): RuleFinding {
  return { severity: 'blocker', path: verdict.path ?? '', sentence: verdict.reason };
}

type Kind = Pick<KubeObject, 'apiVersion' | 'kind'>;

const rulesByKind = memo((_: readonly Rule[]) => new Map<string, ReadonlySet<Rule>>());

/** The rules for one kind, found once; a rule may change the version, and with it the group. */
export function rulesFor(object: Kind, rules: readonly Rule[]): ReadonlySet<Rule> {
  const kinds = rulesByKind(rules);
  const key = kindKey(object);
  const known =
    kinds.get(key) ??
    new Set(rules.filter(({ appliesTo }) => ['*', object.kind, key].some((each) => appliesTo.includes(each))));
  kinds.set(key, known);
  return known;
}
