import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeObjects } from '../../../cli/translate/write-output.ts';
import { rowsOf } from '../../../core/translate/tables/references/row.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-output-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const object = (apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(kind === 'CustomResourceDefinition' ? {} : { namespace: 'shop' }) },
  ...rest,
});

it('orders its files as a run applies the objects: by conversion, operators and what they name', () => {
  const conversion = {
    strategy: 'Webhook',
    webhook: { clientConfig: { service: { namespace: 'shop', name: 'hook' } } },
  };
  const pods = { template: { spec: { containers: [{ name: 'a', image: 'quay.io/strimzi/operator:1.2.0' }] } } };
  const objects = [
    object('example.com/v1', 'Cache', 'converted'),
    object('example.com/v1', 'Step', 'a', { spec: { needs: 'b' } }),
    object('example.com/v1', 'Step', 'b'),
    object('apps/v1', 'Deployment', 'web'),
    object('apps/v1', 'Deployment', 'strimzi', { spec: pods }),
    object('v1', 'Service', 'hook'),
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'caches.example.com', {
      spec: { group: 'example.com', names: { kind: 'Cache' }, conversion, versions: [] },
    }),
  ];
  const files = writeObjects(folder, objects, [
    rowsOf('the options')('example.com/Step', 'spec.needs', 'example.com/Step'),
  ]);
  expect(files).toEqual([
    '00001-customresourcedefinition-caches.example.com.yaml',
    '00002-service-shop-hook.yaml',
    '00003-deployment-shop-strimzi.yaml',
    '00004-step-shop-b.yaml',
    '00005-step-shop-a.yaml',
    '00006-deployment-shop-web.yaml',
    '00007-cache-shop-converted.yaml',
  ]);
});
