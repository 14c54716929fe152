import { expect, it } from 'vitest';
import { managersOf } from '../../../../core/plan/drift/managers-of.ts';

const entry = (manager: string, fieldsV1: object) => ({ manager, operation: 'Update', fieldsV1 });
const live = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    finalizers: ['a', 'b'],
    managedFields: [
      entry('kubeferry', {
        'f:spec': { 'f:replicas': {}, 'f:containers': { 'k:{"name":"main"}': { '.': {}, 'f:image': {} } } },
      }),
      entry('hpa', { 'f:spec': { 'f:replicas': {} } }),
      entry('injector', { 'f:spec': { 'f:containers': { 'k:{"name":"sidecar"}': { 'f:image': {} } } } }),
      entry('atomic', { 'f:spec': { 'f:selector': {} } }),
      entry('guard', { 'f:metadata': { 'f:finalizers': { 'v:"b"': {} } } }),
    ],
  },
  spec: {
    replicas: 3,
    containers: [
      { name: 'sidecar', image: 's' },
      { name: 'main', image: 'm' },
    ],
    selector: { app: 'web' },
  },
};

it.each([
  ['a field of several', ['spec', 'replicas'], ['kubeferry', 'hpa']],
  ['a field of an item, by its key', ['spec', 'containers', '1', 'image'], ['kubeferry']],
  ['a field of an item of another', ['spec', 'containers', '0', 'image'], ['injector']],
  ['a part of what is managed as a whole', ['spec', 'selector', 'app'], ['atomic']],
  ['a whole, of which somebody manages a part', ['spec', 'containers', '0'], ['injector']],
  ['an entry of a set', ['metadata', 'finalizers', '1'], ['guard']],
  ['what nobody manages', ['spec', 'paused'], []],
])('names who manages %s', (_, segments, managers) => {
  expect(managersOf(live, segments)).toEqual(managers);
});
