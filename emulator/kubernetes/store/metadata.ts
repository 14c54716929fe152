import { randomUUID } from 'node:crypto';
import type { ObjectMeta } from '../../../kube/kube-object.ts';

/** Letters of generated names: those of apimachinery `util/rand`, which spell no words. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const MAX_GENERATED_PREFIX = 63 - SUFFIX_LENGTH;

export function randomSuffix(): string {
  return Array.from({ length: SUFFIX_LENGTH }, () => ALPHABET[Math.floor(Math.random() * ALPHABET.length)]).join('');
}

/** Name from `generateName` when there is none yet. */
function nameOf(metadata: ObjectMeta): string {
  if (metadata.name || !metadata.generateName) return metadata.name ?? '';
  return metadata.generateName.slice(0, MAX_GENERATED_PREFIX) + randomSuffix();
}

/** Metadata of a new object: what the server sets, whatever the client sent. */
export function newMetadata(metadata: ObjectMeta, now: string, generation: boolean): ObjectMeta {
  const { deletionTimestamp: _time, deletionGracePeriodSeconds: _grace, selfLink: _link, ...kept } = metadata;
  const { managedFields: _managed, resourceVersion: _version, generation: _generation, ...rest } = kept;
  return {
    ...rest,
    name: nameOf(metadata),
    uid: randomUUID(),
    creationTimestamp: now,
    ...(generation ? { generation: 1 } : {}),
  };
}

/** Metadata of an updated object: the client's, with the server's fields as they were. */
export function updatedMetadata(metadata: ObjectMeta, old: ObjectMeta): ObjectMeta {
  const result: ObjectMeta = { ...metadata, name: old.name };
  const owned = ['namespace', 'uid', 'creationTimestamp', 'generation', 'deletionTimestamp', 'generateName'] as const;
  for (const field of [...owned, 'deletionGracePeriodSeconds', 'managedFields', 'resourceVersion', 'selfLink']) {
    if (old[field] === undefined) delete result[field];
    else result[field] = old[field];
  }
  return result;
}
