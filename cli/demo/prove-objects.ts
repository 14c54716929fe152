import { isDeepStrictEqual } from 'node:util';
import { KubeferryError } from '../../core/base/errors.ts';
import { inParallel } from '../../core/base/in-parallel.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { withMarkOf } from '../../core/base/run/made-by-run.ts';
import { FIELD_MANAGER } from '../../core/base/run/names.ts';
import { readShards } from '../../core/base/run/records.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { isRecord } from '../../kube/fields.ts';
import { type KubeObject, refOf, refText } from '../../kube/kube-object.ts';

/**
 * Compares every object of the target with the intended one: applying the intention once more, as a dry run, must change
 * nothing. So the server itself accounts for its defaults and its ways of writing quantities. Answers what differs.
 */
export async function proveObjects(
  target: ClusterApi,
  store: ObjectStore,
  cloneId: string,
): Promise<{ compared: number; different: string[] }> {
  const different: string[] = [];
  let compared = 0;
  for await (const intended of readShards<KubeObject>(store, keysOf(cloneId).allTranslated)) {
    const equal = await inParallel(intended, 16, (object) => isAsIntended(target, object));
    compared += intended.length;
    different.push(...intended.filter((_, at) => !equal[at]).map((object) => refText(refOf(object))));
  }
  return { compared, different };
}

async function isAsIntended(target: ClusterApi, intended: KubeObject): Promise<boolean> {
  const found = await target.get(refOf(intended));
  if (!found) return false;
  try {
    const { object } = await target.apply(withMarkOf(found, intended), {
      manager: FIELD_MANAGER,
      force: true,
      dryRun: true,
    });
    return isDeepStrictEqual(content(found), content(object));
  } catch (error) {
    // The clone's own webhooks judge even a dry run, and nothing answers for them in a cluster without real containers.
    if (!(error instanceof KubeferryError) || !error.message.includes('webhook')) throw error;
    return isWithin(content(intended), content(found));
  }
}

/** Whether everything of `intended` is in `found`, which may have more fields: defaults that its server added. */
function isWithin(intended: unknown, found: unknown): boolean {
  if (Array.isArray(intended))
    return (
      Array.isArray(found) &&
      found.length === intended.length &&
      intended.every((each, at) => isWithin(each, found[at]))
    );
  if (isRecord(intended))
    return isRecord(found) && Object.entries(intended).every(([key, each]) => isWithin(each, found[key]));
  return intended === found;
}

function content({ metadata, status: _, ...rest }: KubeObject): unknown {
  return { ...rest, labels: metadata.labels ?? {}, annotations: metadata.annotations ?? {} };
}
