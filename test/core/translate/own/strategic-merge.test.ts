import { describe, expect, it } from 'vitest';
import { strategicMerge } from '../../../../core/translate/own/strategic-merge.ts';
import { strategicMerge as serversMerge } from '../../../../emulator/kubernetes/patch/strategic-merge.ts';
import { builtinType } from '../../../../emulator/kubernetes/schema/builtin.ts';
import type { Json, JsonObject } from '../../../../kube/kube-object.ts';

const WEB: JsonObject = {
  metadata: { finalizers: ['a', 'b'], labels: { app: 'web', old: 'x' } },
  spec: {
    replicas: 3,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    template: {
      spec: {
        containers: [
          {
            name: 'main',
            args: ['a', 'b'],
            env: [{ name: 'A', value: '1' }],
            ports: [{ containerPort: 80, name: 'http' }],
          },
          { name: 'sidecar', image: 's' },
        ],
        tolerations: [{ key: 'a' }],
        volumes: [{ name: 'data', emptyDir: {} }],
      },
    },
  },
};
const inPod = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });

describe('a strategic merge', () => {
  it.each<[string, JsonObject]>([
    ['of a map', { metadata: { labels: { old: null, new: 'y' } } }],
    [
      'of an item by its key',
      inPod({ containers: [{ name: 'main', image: 'm:2', env: [{ name: 'B', value: '2' }] }] }),
    ],
    ['of a new item', inPod({ containers: [{ name: 'third', image: 't' }] })],
    ['that deletes an item', inPod({ containers: [{ name: 'sidecar', $patch: 'delete' }] })],
    ['that deletes one that is missing', inPod({ containers: [{ name: 'none', $patch: 'delete' }] })],
    ['that replaces a list', inPod({ volumes: [{ $patch: 'replace' }, { name: 'other', emptyDir: {} }] })],
    ['that replaces a map', { spec: { strategy: { $patch: 'replace', type: 'Recreate' } } }],
    ['that keeps some of a map', { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }],
    ['of a list without a key', inPod({ tolerations: [{ key: 'b' }] })],
    ['of arguments', inPod({ containers: [{ name: 'main', args: ['c'] }] })],
    [
      'of ports of a container',
      inPod({ containers: [{ name: 'main', ports: [{ containerPort: 80, hostPort: 8080 }] }] }),
    ],
    ['of finalizers', { metadata: { finalizers: ['c', 'a'] } }],
    ['that takes from a list', { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } }],
    [
      'with an order',
      inPod({ '$setElementOrder/containers': [{ name: 'main' }], containers: [{ name: 'main', image: 'x' }] }),
    ],
  ])('%s is what an API server makes of it', (_, patch) => {
    const byServer = serversMerge(WEB as Json, patch, builtinType('apps.v1.Deployment'));
    expect(strategicMerge(WEB, patch)).toEqual(byServer);
  });

  it('keeps others before those which they preceded, and puts what is new where the patch has it', () => {
    const names = (patch: string[]) => {
      const containers = patch.map((name) => ({ name }));
      const merged = strategicMerge(WEB, inPod({ containers })) as typeof WEB;
      return (
        merged as { spec: { template: { spec: { containers: { name: string }[] } } } }
      ).spec.template.spec.containers.map(({ name }) => name);
    };
    expect(names(['sidecar'])).toEqual(['main', 'sidecar']);
    expect(names(['new'])).toEqual(['new', 'main', 'sidecar']);
    expect(names(['sidecar', 'new', 'main'])).toEqual(['sidecar', 'new', 'main']);
  });

  it.each([
    [
      'an item without its key',
      inPod({ containers: [{ image: 'x' }] }),
      'each item of spec.template.spec.containers needs its "name"',
    ],
    ['a directive that nobody knows', { spec: { $patch: 'shuffle' } }, 'knows no directive $patch: "shuffle"'],
    ['another that nobody knows', { $undo: 1 }, 'knows no directive $undo'],
  ])('refuses %s', (_, patch, words) => {
    expect(() => strategicMerge(WEB, patch)).toThrow(words);
  });
});
