import type { Finding } from '../../kube/finding.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { TranslationContext } from './context.ts';

/** Which objects a rule looks at: any listed `kind` or `group/kind`; `*` for every object. */
export type AppliesTo = readonly string[];

export type Verdict =
  | { do: 'keep'; findings?: RuleFinding[] }
  | { do: 'change'; object: KubeObject; findings?: RuleFinding[] }
  | { do: 'drop'; reason: string; findings?: RuleFinding[] }
  | { do: 'block'; reason: string; path?: string; findings?: RuleFinding[] };

/** A finding without what the pipeline knows already (the object and the rule). */
export type RuleFinding = Omit<Finding, 'object' | 'rule'>;

/** One rule of the pipeline: a pure function; it never changes the object that it is given. */
export interface Rule {
  /** Verb phrase in kebab case, equal to the file name. */
  name: string;
  /** One sentence for the report. */
  description: string;
  appliesTo: AppliesTo;
  apply(object: KubeObject, context: TranslationContext): Verdict;
}
