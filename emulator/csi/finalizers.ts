import type { KubeObject } from '../../kube/kube-object.ts';
import type { Pass } from './pass.ts';

/** Holds an object until the driver lets it go. */
export async function addFinalizer<T extends KubeObject>(pass: Pass, object: T, finalizer: string): Promise<T> {
  const there = object.metadata.finalizers ?? [];
  return there.includes(finalizer) ? object : replace(pass, object, [...there, finalizer]);
}

/** The last finalizer of a deleted object ends it. */
export async function removeFinalizer<T extends KubeObject>(pass: Pass, object: T, finalizer: string): Promise<T> {
  const there = object.metadata.finalizers ?? [];
  if (!there.includes(finalizer)) return object;
  return replace(
    pass,
    object,
    there.filter((each) => each !== finalizer),
  );
}

async function replace<T extends KubeObject>({ api, driver }: Pass, object: T, finalizers: string[]): Promise<T> {
  const { apiVersion, kind, metadata } = object;
  const patch = { metadata: { finalizers } };
  return (await api.merge({ apiVersion, kind, name: metadata.name }, patch, { manager: driver })) as T;
}
