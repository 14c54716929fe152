import fastJsonPatch, { type Operation } from 'fast-json-patch';
import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import { keyOf } from '../../base/request/outside-rows.ts';
import type { OwnRule, PatchOperation } from '../../base/request/own-rules.ts';
import type { Rule, Verdict } from '../rule.ts';
import { block, drop, info } from '../verdicts.ts';
import { conditionOf } from './conditions.ts';
import type { Said } from './expressions.ts';
import { OWN_GROUPS } from './merge-keys.data.ts';
import { mergePatch } from './merge-patch.ts';
import {
  asksSecretValue,
  mergesSecretValue,
  movesSecretValue,
  setsSecretValue,
  WRITES_SECRET,
  withoutSecretValues,
} from './secret-values.ts';
import { shareUnchanged } from './share-unchanged.ts';
import { strategicMerge } from './strategic-merge.ts';
import { whatMustStay } from './what-must-stay.ts';

/** Said of an object that a rule is about, and that is as the rule wants it already. */
export const MATCHED = 'It is one of those that the rule is about, and is already as the rule makes it.';

/** What a failed `test` of a JSON Patch throws: the rule is not about this object. */
const FAILED_TEST = 'TEST_OPERATION_FAILED';

/** A rule of the pipeline from one of the request: traced as any other, and as pure. */
export function ownRule(rule: OwnRule): Rule {
  const isAbout = conditionOf(rule.when);
  return {
    name: rule.name,
    description: rule.description,
    appliesTo: rule.when.kinds.map((kind) => (kind.includes('.') ? keyOf(kind) : kind)),
    apply: (object, { expressions }) => {
      if (rule.expression !== undefined) return verdictBy(expressions?.saidOf(rule.name, object), object, rule);
      return isAbout(object) ? verdictOn(object, rule) : { do: 'keep' };
    },
  };
}

function verdictOn(object: KubeObject, rule: OwnRule): Verdict {
  if (rule.drop !== undefined) return drop(rule.drop);
  if (rule.block !== undefined) return block(rule.block);
  try {
    return changedTo(changedBy(rule, object), object, rule);
  } catch (error) {
    if ((error as Error).name === FAILED_TEST) return { do: 'keep' };
    const why = saidBy(error as Error & { operation?: Operation });
    return block(
      `Rule "${rule.name}" cannot be applied to it: ${why}. Let its conditions leave it out, or correct it.`,
    );
  }
}

/** What an expression said of the object, which was evaluated before. */
function verdictBy(said: Said, object: KubeObject, rule: OwnRule): Verdict {
  if (!said) return { do: 'keep' };
  if ('patch' in said) {
    const isRefused = mergesSecretValue(object, said.patch);
    return isRefused ? refused(rule, WRITES_SECRET) : changedTo(mergePatch(object, said.patch), object, rule);
  }
  return block(`Rule "${rule.name}" cannot be applied to it: ${said.error.replace(/\.?$/, '')}.`);
}

/** The verdict of a rule that makes this of an object, or refuses to. */
export function changedTo(after: unknown, object: KubeObject, rule: Pick<OwnRule, 'name'>): Verdict {
  const why = whatMustStay(object, after);
  if (why) return refused(rule, why);
  const shared = shareUnchanged(object, after) as KubeObject;
  return shared === object ? { do: 'keep', findings: [info('', MATCHED)] } : { do: 'change', object: shared };
}

const refused = (rule: Pick<OwnRule, 'name'>, why: string) =>
  block(`Rule "${rule.name}" cannot be applied to it: ${why}.`);

/** The library dumps the whole document after its sentence; the operation is what a person looks for. */
function saidBy({ message, operation }: Error & { operation?: Operation }): string {
  const [sentence = ''] = message.split('\n');
  return operation ? `${sentence} (${operation.op} ${operation.path})` : sentence;
}

function changedBy(rule: OwnRule, object: KubeObject): unknown {
  const patch = rule.mergePatch ?? rule.strategicPatch;
  if (patch && mergesSecretValue(object, patch)) throw new Error(WRITES_SECRET);
  if (rule.mergePatch) return mergePatch(object, rule.mergePatch);
  if (rule.strategicPatch) {
    if (OWN_GROUPS.includes(groupOf(object.apiVersion))) return strategicMerge(object, rule.strategicPatch);
    throw new Error("a strategic merge is for Kubernetes' own kinds; use mergePatch for this one");
  }
  return patched(object, rule.jsonPatch ?? []);
}

/** A changed copy; throws for a path that does not exist, and for a test that fails, as those of a Secret's values do. */
function patched(object: KubeObject, operations: readonly PatchOperation[]): unknown {
  if (operations.some((each) => movesSecretValue(object, each)))
    throw new Error('it would copy a value of a Secret to where it could be read');
  if (operations.some((each) => setsSecretValue(object, each))) throw new Error(WRITES_SECRET);
  const asking = operations.filter((each) => asksSecretValue(object, each));
  if (asking.length > 0) apply(withoutSecretValues(object), asking);
  return apply(
    object,
    operations.filter((each) => !asking.includes(each)),
  );
}

const apply = (object: KubeObject, operations: readonly PatchOperation[]): unknown =>
  fastJsonPatch.applyPatch(object, operations as Operation[], true, false).newDocument;
