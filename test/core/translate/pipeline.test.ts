import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TranslationContext } from '../../../core/translate/context.ts';
import { replayChanges, translateObject } from '../../../core/translate/pipeline.ts';
import type { Rule } from '../../../core/translate/rule.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { kubeObject } from './samples.ts';
import { contextFor, deepFreeze } from './support.ts';

const CONTEXTS = [
  { profile: 'clone' },
  {
    profile: 'clone',
    mappings: {
      namespaces: { shop: 'shop-copy' },
      images: { 'quay.io': 'quay.io/mirror', 'docker.io': 'mirror.example/hub' },
      hosts: { '*.example.com': '*.dev.example.com' },
      storageClasses: { mystery: 'gp3' },
    },
    volumes: { 'shop/web': { volumeId: 'vol-0copy', zone: 'eu-central-1a', sizeGiB: 1 } },
    skippedClaims: ['shop/db', 'pay/web'],
  },
  { profile: 'migrate', volumes: { 'pay/db': { volumeId: 'vol-0copy', zone: 'eu-central-1b', sizeGiB: 1 } } },
];

describe('the laws of the pipeline', () => {
  // Promise: every-change-has-a-rule
  it('replays its changes on the source to the very bytes of the object', () => {
    forAll((source, context) => {
      const { object, changes } = translateObject(source, context);
      if (object) expect(JSON.stringify(replayChanges(source, changes))).toBe(JSON.stringify(object));
    });
  });

  it('changes nothing more when it runs on its own output', () => {
    forAll((source, context) => {
      const { object } = translateObject(source, context);
      if (object) expect(translateObject(object, context)).toMatchObject({ outcome: 'apply', changes: [], object });
    });
  });

  it('finds one reason for each object that is not applied', () => {
    forAll((source, context) => {
      const { outcome, object, reason, rule } = translateObject(source, context);
      expect(object === undefined).toBe(outcome !== 'apply');
      expect([reason, rule].every(Boolean)).toBe(outcome !== 'apply');
    });
  });
});

function forAll(law: (source: KubeObject, context: TranslationContext) => void): void {
  fc.assert(
    fc.property(kubeObject, fc.constantFrom(...CONTEXTS), (object, overrides) => {
      law(deepFreeze(object), deepFreeze(contextFor([object], overrides)));
    }),
    { numRuns: 200 },
  );
}

describe('a Secret', () => {
  const VALUES = ['czNjcjN0', 'plain-value', 'b2xk'];
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: {
      name: 'ci',
      namespace: 'shop',
      uid: 'u1',
      annotations: {
        'kubernetes.io/service-account.name': 'web',
        'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"b2xk"}}',
      },
    },
    data: { token: 'czNjcjN0' },
    stringData: { note: 'plain-value' },
  };

  // Promise: no-secret-value
  it('never shows its values in changes or findings', () => {
    const { changes, findings, outcome } = translateObject(secret, contextFor([secret]));
    expect(outcome).toBe('apply');
    expect(changes.length).toBeGreaterThan(2);
    for (const value of VALUES) expect(JSON.stringify({ changes, findings })).not.toContain(value);
  });

  it('refuses a rule that writes into its data', () => {
    const meddle: Rule = {
      name: 'meddle',
      description: 'Writes into a Secret.',
      appliesTo: ['/Secret'],
      apply: (object) => ({ do: 'change', object: { ...object, data: { token: 'other' } } }),
    };
    expect(() => translateObject(secret, contextFor([secret]), [meddle])).toThrow(
      'may remove entries of a Secret, never write them',
    );
  });
});

describe('replaying changes', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, list: [1, 2, 3] };

  it('shares what no change touches', () => {
    const replayed = replayChanges(object, [{ op: 'remove', path: '/list/1' }]);
    expect(replayed.list).toEqual([1, 3]);
    expect(replayed.metadata).toBe(object.metadata);
  });

  it.each(['/absent/deeper', '/list/7', '/metadata/name/deeper'])('refuses a change that does not fit: %s', (path) => {
    expect(() => replayChanges(object, [{ op: 'remove', path }])).toThrow('does not fit the object');
  });
});
