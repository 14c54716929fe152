import { MASK } from '../../core/base/outside/mask.ts';
import type { ObjectView } from '../../core/serve/api/object-schemas.ts';
import { replayChanges, segmentsOf } from '../../core/translate/replay.ts';
import { fieldAt } from '../../kube/fields.ts';
import type { Change } from '../../kube/finding.ts';
import { type KubeObject, refOf, refText } from '../../kube/kube-object.ts';

export interface Replayed {
  /** As they would be applied. */
  objects: KubeObject[];
  /** What could not be written, each with its reason. */
  problems: string[];
}

/**
 * Makes of manifests of the source what a plan would apply of them, by the changes that it lists: their contents never leave
 * this machine, and the plan has none. What the plan leaves out is left out.
 */
export function replayPlan(manifests: readonly KubeObject[], planned: readonly ObjectView[]): Replayed {
  const views = new Map(planned.map((view) => [refText(view.ref), view]));
  const replayed: Replayed = { objects: [], problems: [] };
  for (const manifest of manifests) {
    const text = refText(refOf(manifest));
    const view = views.get(text);
    if (!view) replayed.problems.push(`${text}: the plan does not have it.`);
    else if (view.outcome === 'block') replayed.problems.push(`${text}: it is blocked: ${view.reason ?? ''}`);
    else if (view.outcome === 'apply') replay(manifest, view, text, replayed);
  }
  return replayed;
}

function replay(manifest: KubeObject, { changes }: ObjectView, text: string, { objects, problems }: Replayed): void {
  const hidden = (changes as (Change & { clipped?: true })[]).find((change) => change.clipped || isMasked(change));
  if (hidden && hidden.op !== 'remove') {
    problems.push(
      `${text}: the plan does not tell what ${hidden.path} becomes, since it is long or may hold a password.`,
    );
    return;
  }
  try {
    objects.push((changes as Change[]).reduce(step, manifest));
  } catch {
    problems.push(`${text}: it is not as it was when the plan was made; plan again.`);
  }
}

/** kubectl shows no managedFields, and a manifest of one's own has no status: what is missing already needs no removal. */
function step(object: KubeObject, change: Change): KubeObject {
  const isMissing = change.op === 'remove' && fieldAt(object, segmentsOf(change.path)) === undefined;
  return isMissing ? object : replayChanges(object, [change]);
}

const isMasked = ({ op, after }: Change) => op !== 'remove' && (JSON.stringify(after) ?? '').includes(MASK);
