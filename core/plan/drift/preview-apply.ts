import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { entriesOf, writtenBy } from '../../../kube/managed-fields.ts';
import { KubeferryError } from '../../base/errors.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { deriveSteps } from '../../translate/changes.ts';
import { replayChanges, segmentsOf } from '../../translate/replay.ts';
import { managersOf } from './managers-of.ts';

type Api = Pick<ClusterApi, 'apply' | 'previewReplace'>;

/** A controller may write the object between the two dry runs, but not forever. */
const ATTEMPTS = 5;
const WRITTEN_MEANWHILE = /the object has been modified/;

/**
 * What a run would make of a live object, by a dry run of its apply. A run adopts what an earlier one has written by a POST, so that
 * the apply removes what the source no longer has; a dry run adopts nothing. What it would remove is what we alone manage and a dry
 * run of PUT shows otherwise: gone, or as the server sets it by itself. `mayHaveLost`: the source is not what it was.
 */
export async function previewApply(
  api: Api,
  live: KubeObject,
  manifest: KubeObject,
  mayHaveLost = true,
): Promise<KubeObject> {
  for (let attempt = 1; ; attempt++) {
    const { object } = await api.apply(manifest, { manager: FIELD_MANAGER, force: true, dryRun: true });
    if (!mayHaveLost || writtenBy(entriesOf(live), FIELD_MANAGER).length === 0) return object;
    try {
      return withoutLost(object, await replaced(api, object, manifest));
    } catch (error) {
      const isRace = error instanceof KubeferryError && WRITTEN_MEANWHILE.test(error.message);
      if (!isRace || attempt >= ATTEMPTS) throw error;
    }
  }
}

/** Custom resources are replaced in the version that was read, or not at all. */
function replaced(api: Api, { metadata: { resourceVersion } }: KubeObject, manifest: KubeObject): Promise<KubeObject> {
  const versioned = { ...manifest, metadata: { ...manifest.metadata, resourceVersion } };
  return api.previewReplace(versioned, { manager: FIELD_MANAGER });
}

function withoutLost(applied: KubeObject, whole: KubeObject): KubeObject {
  const lost = deriveSteps(content(applied), content(whole)).filter(
    ({ op, path }) => op !== 'add' && isOursAlone(applied, segmentsOf(path)),
  );
  return replayChanges(applied, lost);
}

function isOursAlone(object: KubeObject, place: readonly string[]): boolean {
  const managers = managersOf(object, place);
  return managers.length > 0 && managers.every((manager) => manager === FIELD_MANAGER);
}

/** What a client sends: the rest is the server's own. */
function content({ status: _, metadata: { labels, annotations }, ...rest }: KubeObject) {
  return { ...rest, metadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) } };
}
