import type { KubeObject } from '../../kube/kube-object.ts';
import type { RuleFinding, Verdict } from './rule.ts';

export const KEEP: Verdict = { do: 'keep' };

/** `change` when the object is another one than before, else `keep`. */
export function changed(before: KubeObject, after: KubeObject, findings: RuleFinding[] = []): Verdict {
  const found = findings.length > 0 ? { findings } : {};
  return before === after ? { do: 'keep', ...found } : { do: 'change', object: after, ...found };
}

export const drop = (reason: string, findings?: RuleFinding[]): Verdict => ({
  do: 'drop',
  reason,
  ...(findings && findings.length > 0 ? { findings } : {}),
});

export const block = (reason: string, path = ''): Verdict => ({ do: 'block', reason, path });

export const warning = (path: string, sentence: string, more: Partial<RuleFinding> = {}): RuleFinding => ({
  severity: 'warning',
  path,
  sentence,
  ...more,
});

export const info = (path: string, sentence: string, more: Partial<RuleFinding> = {}): RuleFinding => ({
  severity: 'info',
  path,
  sentence,
  ...more,
});

/** A warning of something through which the clone could still reach out. */
export const reaching = (path: string, sentence: string, more: Partial<RuleFinding> = {}): RuleFinding =>
  warning(path, sentence, { reachesOut: true, ...more });
