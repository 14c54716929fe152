import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { isRecord, path } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { MASK } from '../../base/outside/mask.ts';
import { withMarkOf } from '../../base/run/made-by-run.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { deriveSteps, type Step } from '../../translate/changes.ts';
import { removeFields } from '../../translate/edit.ts';
import { mergePatch } from '../../translate/own/merge-patch.ts';
import { shareUnchanged } from '../../translate/own/share-unchanged.ts';
import { isSecret } from '../../translate/privacy.ts';
import { segmentsOf } from '../../translate/replay.ts';
import { toldChanges } from '../../translate/told-changes.ts';
import type { ToldChange } from '../objects/object-record.ts';
import { managersOf } from './managers-of.ts';
import { previewApply } from './preview-apply.ts';

/** What the server itself writes, and nobody applies. */
const OF_SERVER = ['status', 'metadata.managedFields', 'metadata.resourceVersion', 'metadata.generation'].map(path);

/**
 * What an apply of the source's present state would change of a live object, field by field, each with where the difference is
 * from. The server says it by a dry run, so that what it defaults or writes in another form is no difference. Secrets are compared
 * here, since a dry run would send their values. `sourceChanged`: the source is not as it was when the clone was made. Without `api` nothing
 * is asked, and what the server defaults within lists counts as a difference.
 */
export async function compareLive(
  api: Pick<ClusterApi, 'apply' | 'previewReplace'> | undefined,
  live: KubeObject,
  wanted: KubeObject,
  sourceChanged: boolean,
): Promise<ToldChange[]> {
  const manifest = withMarkOf(live, wanted);
  const applied = () =>
    api ? previewApply(api, live, manifest, sourceChanged) : (mergePatch(live, manifest) as KubeObject);
  const after = isSecret(live) ? mergedSecret(live, manifest) : await applied();
  const before = removeFields(live, OF_SERVER);
  const steps = deriveSteps(before, shareUnchanged(before, removeFields(after, OF_SERVER)));
  const masked = isSecret(live) ? steps.map(withoutValues) : steps;
  return toldChanges(
    before,
    masked.map((step) => ({ rule: 'drift', ...step })),
  ).map((change) => ({
    ...change,
    ...originOf(change, live, sourceChanged),
  }));
}

/** Whoever else manages a field has changed it; of what nobody else manages, it is the source that differs, if it changed at all. */
function originOf(
  { op, path: at }: Step,
  live: KubeObject,
  sourceChanged: boolean,
): Pick<ToldChange, 'by' | 'managers'> {
  const others = op === 'add' ? [] : managersOf(live, segmentsOf(at)).filter((name) => name !== FIELD_MANAGER);
  if (others.length > 0) return { by: 'target', managers: others };
  return { by: sourceChanged ? 'source' : 'target' };
}

/** As a server-side apply leaves it: what is applied, and what others have put beside it. */
function mergedSecret(live: KubeObject, manifest: KubeObject): KubeObject {
  const merged = (field: string) => {
    const there = isRecord(live[field]) ? live[field] : {};
    const wanted = isRecord(manifest[field]) ? manifest[field] : {};
    const kept = Object.entries(there).filter(
      ([key]) => !Object.hasOwn(wanted, key) && !managersOf(live, [field, key]).includes(FIELD_MANAGER),
    );
    return { ...Object.fromEntries(kept), ...wanted };
  };
  return { ...live, ...('data' in live || 'data' in manifest ? { data: merged('data') } : {}) };
}

function withoutValues(step: Step): Step {
  if (!/^\/(data|stringData|metadata\/annotations)(\/|$)/.test(step.path)) return step;
  const masked = { ...step };
  if (step.before !== undefined) masked.before = MASK;
  if (step.after !== undefined) masked.after = MASK;
  return masked;
}
