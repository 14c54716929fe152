import { createHmac, createSecretKey } from 'node:crypto';
import { isRecord, path } from '../../../kube/fields.ts';
import type { KubeObject, ObjectRef } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import type { TranslationContext } from '../../translate/context.ts';
import { edit, removeFields } from '../../translate/edit.ts';
import { scaledName } from '../../translate/source-index.ts';
import { NOT_MADE_YET } from '../translation-context.ts';

/**
 * What an object is going to be in the target, as a digest (HMAC-SHA-256, base64url) of all that is applied of it. The
 * plan and the run come to the same one: a volume that EC2 has made meanwhile counts as the one that the plan expected,
 * and the replicas of the moment do not count where an autoscaler sets them. `ref` is the source object.
 */
export function contentDigest(key: Uint8Array, object: KubeObject, ref: ObjectRef, context: Context): string {
  return keyedDigest(key, steady(object, ref, context));
}

/** Made once of each key, since that takes longer than a digest. */
const secretKey = memo((key: Uint8Array) => createSecretKey(key));

/** Of any JSON; the order of an object's members says nothing. */
export function keyedDigest(key: Uint8Array, value: unknown): string {
  return createHmac('sha256', secretKey(key))
    .update(JSON.stringify(sorted(value)))
    .digest('base64url');
}

type Context = Pick<TranslationContext, 'volumes' | 'index'>;

const madeVolumes = memo((volumes: Context['volumes']) => new Set(Object.values(volumes).map((each) => each.volumeId)));
const scaledBy = memo((index: Context['index']) => new Set(index.scaled));

function steady(object: KubeObject, ref: ObjectRef, { volumes, index }: Context): KubeObject {
  if (object.kind === 'PersistentVolume') {
    const made = madeVolumes(volumes);
    return edit(object, path('spec.csi.volumeHandle'), (id) => (made.has(String(id)) ? NOT_MADE_YET : id));
  }
  return scaledBy(index).has(scaledName(ref)) ? removeFields(object, [path('spec.replicas')]) : object;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, sorted(value[name])]),
  );
}
