import { describe, expect, it } from 'vitest';
import { Store } from '../../../../emulator/kubernetes/store/store.ts';

const object = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop', uid: name },
});

describe('the history of the store', () => {
  it('gives a watch the events after its revision, and none when some are forgotten', () => {
    const store = new Store();
    const first = store.put('/configmaps', object('a'));
    store.put('/configmaps', object('b'));
    store.remove('/configmaps', first);
    const since = (revision: number) =>
      store.history.since(revision)?.map((event) => `${event.type} ${event.object.metadata.name}`);
    expect(since(Number(first.metadata.resourceVersion))).toEqual(['ADDED b', 'DELETED a']);
    store.history.compact(1);
    expect(since(Number(first.metadata.resourceVersion))).toBeUndefined();
    expect(since(store.revision - 1)).toEqual(['DELETED a']);
  });

  it('lists by namespace and name, and never changes a list that was handed out', () => {
    const store = new Store();
    for (const name of ['b', 'a']) store.put('/configmaps', object(name));
    const list = store.list('/configmaps');
    store.put('/configmaps', object('c'));
    expect(list.map((each) => each.metadata.name)).toEqual(['a', 'b']);
    expect(store.list('/configmaps', 'shop').map((each) => each.metadata.name)).toEqual(['a', 'b', 'c']);
  });
});
