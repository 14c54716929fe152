import type { OwnRule, OwnRules } from '../../core/base/request/own-rules.ts';
import { FacetCounter } from '../../core/plan/objects/facets.ts';
import { type ObjectRecord, recordOf } from '../../core/plan/objects/object-record.ts';
import { withFindings } from '../../core/plan/objects/with-findings.ts';
import type { TranslationContext } from '../../core/translate/context.ts';
import { Expressions } from '../../core/translate/own/expressions.ts';
import { MATCHED, ownRule } from '../../core/translate/own/own-rule.ts';
import { translateObject } from '../../core/translate/pipeline.ts';
import { toldChanges } from '../../core/translate/told-changes.ts';
import type { Translation } from '../../core/translate/translation.ts';
import { veleroRules } from '../../core/translate/velero/velero-rules.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { FoundObjects } from '../api/objects.ts';

/** One object with what became of it. */
export interface Translated {
  source: KubeObject;
  translation: Translation;
}

/** What rules of one's own make of objects, without any built-in rule. */
export async function tryRules({ own, velero }: OwnRules, objects: readonly KubeObject[]): Promise<Translated[]> {
  const mine = (those: OwnRule[]) => those.map(ownRule);
  const others = own.filter((rule) => !isExpression(rule));
  const rules = [...mine(own.filter(isExpression)), ...veleroRules(velero), ...mine(others)];
  const expressions = new Expressions(own);
  await expressions.evaluate(objects);
  // Rules of one's own alone look at nothing but the object.
  const context = { expressions } as TranslationContext;
  return objects.map((source) => ({ source, translation: translateObject(source, context, rules) }));
}

const isExpression = ({ expression }: OwnRule) => expression !== undefined;

/** Rules that were about no object. */
export function unmatched({ own, velero }: OwnRules, tried: readonly Translated[]): string[] {
  const touched = new Set(
    tried.flatMap(({ translation: { rule, changes, findings } }) =>
      [...changes, ...findings].map((each) => each.rule).concat(rule ?? []),
    ),
  );
  return [...veleroRules(velero), ...own].map(({ name }) => name).filter((name) => !touched.has(name));
}

/** The same as a plan of the API has it, to be printed as such. */
export function foundIn(all: readonly Translated[]): FoundObjects {
  const counter = new FacetCounter();
  const objects = [
    ...withFindings(
      records(all),
      all.flatMap(({ translation }) => translation.findings),
    ),
  ];
  for (const record of objects) counter.count(record, 0);
  const { objects: count, counts } = counter.facets('', 1);
  return { of: 'plan', facets: { objects: count, ...counts }, objects, more: false };
}

function* records(all: readonly Translated[]): Generator<ObjectRecord> {
  for (const { source, translation } of all)
    yield recordOf({ ...translation, changes: toldChanges(source, translation.changes) });
}

/** What a fixture expects of one object: what a person checks. */
export const summaryOf = ({ translation: { outcome, reason, rule, object, changes, findings } }: Translated) => ({
  outcome,
  ...(reason ? { rule, reason } : {}),
  ...(findings.some(({ sentence }) => sentence !== MATCHED)
    ? { findings: findings.map(({ severity, sentence }) => `${severity}: ${sentence}`) }
    : {}),
  ...(changes.length > 0 ? { changes: changes.map((change) => `${change.rule}: ${change.op} ${change.path}`) } : {}),
  ...(object ? { object } : {}),
});
