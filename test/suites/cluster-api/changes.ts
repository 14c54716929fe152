import { expect, it } from 'vitest';
import { BY_US, configMap, deployment, NAMESPACE, refTo, type Setting } from './setting.ts';

/** Creating, merging, scaling and deleting. */
export function changes(setting: Setting): void {
  it('creates once', async () => {
    expect(await setting.api.create(configMap('once', { a: '1' }), BY_US)).toMatchObject({ data: { a: '1' } });
    expect(await setting.api.create(configMap('once', { a: '2' }), BY_US)).toBeUndefined();
    expect(await setting.api.get(refTo('once'))).toMatchObject({ data: { a: '1' } });
  });

  it('creates the whole object where its metadata alone is asked for, and says which one it is', async () => {
    const options = { ...BY_US, metadataOnly: true };
    const made = await setting.api.create(configMap('told-less', { a: '1' }), options);
    const there = await setting.api.get(refTo('told-less'));
    expect(there).toMatchObject({ data: { a: '1' }, metadata: { uid: made?.metadata.uid } });
    expect(await setting.api.create(configMap('told-less', { a: '1' }), options)).toBeUndefined();
  });

  it('finds no object of a kind that is not served, and says so when one is to be made', async () => {
    const ghost = { apiVersion: 'ghost.example/v1', kind: 'Ghost', metadata: { name: 'x', namespace: NAMESPACE } };
    const ref = { apiVersion: ghost.apiVersion, kind: 'Ghost', namespace: NAMESPACE, name: 'x' };
    expect(await setting.api.get(ref)).toBeUndefined();
    expect(await setting.api.delete(ref)).toBe('gone');
    await expect(setting.api.apply(ghost, BY_US)).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringContaining('ghost.example/v1 Ghost'),
    });
  });

  it('merges fields, and removes those that are null', async () => {
    await setting.api.apply(configMap('merged', { a: '1', b: '2' }), BY_US);
    const merged = await setting.api.merge(refTo('merged'), { data: { b: null, c: '3' } }, { manager: 'kubeferry' });
    expect(merged.data).toEqual({ a: '1', c: '3' });
  });

  it('answers what a merge would make, and keeps nothing of it, in a dry run', async () => {
    await setting.api.apply(configMap('tried', { a: '1' }), BY_US);
    const change = { data: { a: '2' } };
    const tried = await setting.api.merge(refTo('tried'), change, { manager: 'kubeferry', dryRun: true });
    expect(tried.data).toEqual({ a: '2' });
    expect((await setting.api.get(refTo('tried')))?.data).toEqual({ a: '1' });
  });

  it('owns what it merged: another manager may not apply over it', async () => {
    await setting.api.apply(configMap('taken', { a: 'theirs' }), { manager: 'helm', force: false });
    await setting.api.merge(refTo('taken'), { data: { a: 'ours' } }, { manager: 'kubeferry' });
    const again = setting.api.apply(configMap('taken', { a: 'theirs' }), { manager: 'helm', force: false });
    await expect(again).rejects.toMatchObject({ message: expect.stringMatching(/conflict with "kubeferry"/) });
  });

  it('merges only into the very object, in the state, that the patch names', async () => {
    const { object } = await setting.api.apply(configMap('guarded', { a: '1' }), {
      manager: 'kubeferry',
      force: false,
    });
    const { uid, resourceVersion } = object.metadata;
    const write = (metadata: object, b: string) =>
      setting.api.merge(refTo('guarded'), { metadata, data: { b } }, { manager: 'kubeferry' });
    expect((await write({ uid, resourceVersion }, '1')).data).toEqual({ a: '1', b: '1' });
    await expect(write({ resourceVersion }, '2')).rejects.toThrow('the object has been modified');
    await expect(write({ uid: 'another' }, '2')).rejects.toMatchObject({ name: 'ApplyFailed' });
    expect((await setting.api.get(refTo('guarded')))?.data).toEqual({ a: '1', b: '1' });
  });

  it('cannot merge into what does not exist', async () => {
    await expect(setting.api.merge(refTo('absent'), { data: {} }, { manager: 'kubeferry' })).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringContaining('v1 ConfigMap suite/absent'),
    });
  });

  it('scales a workload, and leaves the rest of it alone', async () => {
    await setting.api.apply(deployment('scaled', 3), BY_US);
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: NAMESPACE, name: 'scaled' };
    await setting.api.merge(ref, { spec: { replicas: 0 } }, { manager: 'kubeferry', subresource: 'scale' });
    const after = await setting.api.get(ref);
    expect(after?.spec).toMatchObject({ replicas: 0, template: { metadata: { labels: { app: 'scaled' } } } });
  });

  it('writes a status only through its subresource', async () => {
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'suite-volume' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Gi' },
        csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0a' },
        storageClassName: '',
      },
    };
    const ref = { apiVersion: 'v1', kind: 'PersistentVolume', name: 'suite-volume' };
    await setting.api.create(volume, BY_US);
    const status = { status: { message: 'seen' } };
    expect((await setting.api.merge(ref, status, BY_US)).status).not.toMatchObject({ message: 'seen' });
    const options = { manager: 'kubeferry', subresource: 'status' } as const;
    expect((await setting.api.merge(ref, status, options)).status).toMatchObject({ message: 'seen' });
  });

  it('deletes only the object of the uid that it was given', async () => {
    const { object } = await setting.api.apply(configMap('deleted', {}), BY_US);
    const uid = object.metadata.uid!;
    expect(await setting.api.delete(refTo('deleted'), { uid: '00000000-0000-0000-0000-000000000000' })).toBe('gone');
    expect(await setting.api.get(refTo('deleted'))).toBeDefined();
    expect(await setting.api.delete(refTo('deleted'), { uid })).toBe('deleting');
    expect(await setting.api.get(refTo('deleted'))).toBeUndefined();
    expect(await setting.api.delete(refTo('deleted'), { uid })).toBe('gone');
  });

  it('does not delete what was changed since it was looked at', async () => {
    const { object } = await setting.api.apply(configMap('looked-at', { a: '1' }), BY_US);
    const { uid, resourceVersion } = object.metadata;
    await setting.api.merge(refTo('looked-at'), { data: { a: '2' } }, { manager: 'somebody' });
    const stale = setting.api.delete(refTo('looked-at'), { uid, resourceVersion });
    await expect(stale).rejects.toMatchObject({ name: 'NotYet' });
    const now = await setting.api.get(refTo('looked-at'));
    expect(now?.data).toEqual({ a: '2' });
    const precise = { uid, resourceVersion: now?.metadata.resourceVersion };
    expect(await setting.api.delete(refTo('looked-at'), precise)).toBe('deleting');
  });

  it('keeps a deleted object until its last finalizer is gone', async () => {
    const held = configMap('held', {});
    await setting.api.apply({ ...held, metadata: { ...held.metadata, finalizers: ['suite.example/hold'] } }, BY_US);
    expect(await setting.api.delete(refTo('held'))).toBe('deleting');
    expect((await setting.api.get(refTo('held')))?.metadata.deletionTimestamp).toBeDefined();
    await setting.api.merge(refTo('held'), { metadata: { finalizers: [] } }, { manager: 'kubeferry' });
    expect(await setting.api.get(refTo('held'))).toBeUndefined();
  });
}
