import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { printStarts } from '../../../cli/api/print-starts.ts';
import { startsOf } from '../../../core/reporting/starts.ts';
import { translateObject } from '../../../core/translate/pipeline.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { contextFor } from '../translate/support.ts';

const objects: KubeObject[] = [
  { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'nightly', namespace: 'shop' }, spec: {} },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', annotations: { team: "o'brien" } },
    spec: { replicas: 5, template: { spec: {} } },
  },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'tool', namespace: 'shop' }, spec: { containers: [] } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'external-dns', namespace: 'shop' },
    spec: {
      template: { spec: { containers: [{ name: 'd', image: 'registry.k8s.io/external-dns/external-dns:v1' }] } },
    },
  },
];

// Promise: starts-when-told
it('knows what waits in the target, in the order of the waves, with the patch that starts it', () => {
  const overrides = { profile: 'clone', start: 'scaled-down', mappings: { namespaces: { shop: 'shop-dev' } } };
  const context = contextFor(objects, overrides);
  const starts = startsOf(objects.map((object) => translateObject(object, context)));
  expect(starts.map(({ ref }) => `${ref.kind} ${ref.namespace}/${ref.name}`)).toEqual([
    'Pod shop-dev/tool',
    'Deployment shop-dev/web',
  ]);
  expect(JSON.parse(starts[1]!.patch)).toEqual({
    metadata: { annotations: { 'kubeferry/start': null } },
    spec: { replicas: 5 },
  });
});

it('writes a script that a shell takes word by word', () => {
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: "a'b $(touch x)" };
  const script = printStarts([{ ref, patch: '{"spec":{"replicas":5}}' }], 'dev\nrm -rf /');
  const stub = 'kubectl() { printf "<%s>" "$@"; }\n';
  expect(execFileSync('sh', ['-c', stub + script], { encoding: 'utf8' })).toBe(
    `<patch><deployment.v1.apps><a'b $(touch x)><-n><shop><--type><merge><-p><{"spec":{"replicas":5}}>`,
  );
});
