import { expect, it } from 'vitest';
import { KubeferryError } from '../../../core/base/errors.ts';
import { parseRequest } from '../../../core/base/request/parse-request.ts';
import { outsideRows } from '../../../core/translate/outside-rows.ts';

const route = { name: 'prod-to-dev', defaults: {}, limits: {}, mayQuiesce: true };

function problemsOf(input: object): string[] {
  try {
    parseRequest(input, route);
  } catch (error) {
    if (error instanceof KubeferryError) return error.problems.map(({ at, message }) => `${at}: ${message}`);
    throw error;
  }
  return [];
}

// Promise: silent-clone
it('takes rows of its user for kinds and images', () => {
  const { outside, start, isolate } = parseRequest(
    {
      selection: { namespaces: ['shop'] },
      start: 'scaled-down',
      isolate: true,
      outside: [
        { kind: 'Campaign.mail.example.com', acts: 'sends mail', silence: { field: 'spec.paused', to: true } },
        { kind: '*.sync.example.com', acts: 'writes a CRM', silence: 'drop' },
        { kind: 'Mailer', acts: 'sends mail', silence: { annotation: 'example.com/off', to: 'yes' } },
        { image: 'registry.example/billing', acts: 'charges cards', silence: 'scale-to-zero' },
      ],
    },
    route,
  );
  expect([start, isolate]).toEqual(['scaled-down', true]);
  expect(outsideRows(outside)).toMatchObject([
    { kind: 'mail.example.com/Campaign', silence: { do: 'set', at: ['spec', 'paused'], to: true } },
    { kind: 'sync.example.com/*', silence: { do: 'drop' } },
    { kind: '/Mailer', silence: { do: 'set', at: ['metadata', 'annotations', 'example.com/off'], to: 'yes' } },
    { image: 'registry.example/billing', silence: { do: 'scale-to-zero' } },
  ]);
});

// Promise: refuses-mistakes
it.each([
  [{ acts: 'a', silence: 'drop' }, 'either a kind or an image'],
  [{ kind: 'A', image: 'b', acts: 'a', silence: 'drop' }, 'either a kind or an image'],
  [{ kind: 'lower.example.com', acts: 'a', silence: 'drop' }, 'a kind is written Kind'],
  [{ image: 'Registry/X', acts: 'a', silence: 'drop' }, 'an image is written without tag'],
  [{ kind: 'A.b', acts: 'a', silence: { to: true } }, 'either a field or an annotation'],
  [{ image: 'b', acts: 'a', silence: { field: 'spec.x', to: true } }, 'pods of an image are suspended by'],
  [{ kind: 'Job.batch', acts: 'a', silence: 'scale-to-zero' }, 'replicas are known of Deployment.apps'],
  [{ kind: 'A.b', acts: '', silence: 'drop' }, 'too short'],
])('says what is wrong with %j', (row, sentence) => {
  expect(problemsOf({ outside: [row] }).join(' ')).toContain(sentence);
});

it('says that a clone of a cut-over has to run', () => {
  const cutOver = { profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true }, start: 'scaled-down' };
  expect(problemsOf({ ...cutOver, selection: { namespaces: ['shop'] } })).toEqual([
    expect.stringContaining('start: A cut-over leaves the source at zero'),
  ]);
});

// Promise: own-rules-where-allowed
it.each([
  [{ kind: 'Deployment.apps', silence: { field: 'spec.template.spec.serviceAccountName', to: 'admin' } }],
  [{ kind: 'PersistentVolume', silence: { field: 'spec.csi.volumeHandle', to: 'vol-0production' } }],
  [{ kind: '*.apps', silence: { field: 'spec.template.spec.hostNetwork', to: true } }],
  [{ kind: 'VolumeSnapshotContent.snapshot.storage.k8s.io', silence: { field: 'spec.driver', to: 'other' } }],
])('takes %j from no request where its route takes no rules from any, and from the defaults of a route', (row) => {
  const outside = [{ ...row, acts: 'sends mail' }];
  const selection = { namespaces: ['shop'] };
  expect(problemsOf({ selection, outside })).toEqual([
    expect.stringMatching(/^outside\.0\.silence\.field: Route "prod-to-dev" takes no rules from requests/),
  ]);
  expect(parseRequest({ selection, outside }, { ...route, mayAddRules: true }).outside).toHaveLength(1);
  expect(parseRequest({ selection }, { ...route, defaults: { outside } }).outside).toHaveLength(1);
});

it.each([
  [{ kind: 'CronJob.batch', silence: { field: 'spec.suspend', to: true } }],
  [{ kind: 'Deployment.apps', silence: { field: 'spec.paused', to: true } }],
  [{ kind: 'Service', silence: { annotation: 'example.com/off', to: 'yes' } }],
  [{ kind: 'KafkaConnector.kafka.strimzi.io', silence: { field: 'spec.state', to: 'stopped' } }],
])('takes %j from any request', (row) => {
  expect(problemsOf({ selection: { namespaces: ['shop'] }, outside: [{ ...row, acts: 'sends mail' }] })).toEqual([]);
});
