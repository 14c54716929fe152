import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBetweenClouds, type TranslationContext } from '../../../core/translate/context.ts';
import { replayChanges, translateObject } from '../../../core/translate/pipeline.ts';
import { textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { fromAks, toAks } from './clouds.ts';
import { casesIn, FIXTURES, readCase } from './support.ts';

const ROOTS = [
  join(FIXTURES, 'translate'),
  ...readdirSync(join(FIXTURES, 'rules')).map((rule) => join(FIXTURES, 'rules', rule)),
];
const CORPUS = ROOTS.flatMap((root) => casesIn(root).map((name) => join(root, name))).map((folder) => ({
  folder: folder.slice(FIXTURES.length),
  ...readCase(folder),
}));

/** What only controllers of AWS, or of Azure, read: nothing of it is to be left in the other cloud. */
const OF_AWS =
  /"(service\.beta\.kubernetes\.io\/aws-|alb\.ingress\.kubernetes\.io\/|eks\.amazonaws\.com\/(?:nodegroup|capacityType)|ebs\.csi\.)/;
const OF_AZURE =
  /"(service\.beta\.kubernetes\.io\/azure-|appgw\.ingress\.kubernetes\.io\/|kubernetes\.azure\.com\/|disk\.csi\.azure\.com)/;

describe.each([
  ['from EKS to AKS', toAks],
  ['from AKS to EKS', fromAks],
])('the whole corpus %s', (_, of: (context: TranslationContext) => TranslationContext) => {
  const translated = CORPUS.flatMap(({ folder, objects, ...rest }) => {
    const context = of(rest.context);
    return objects.map((object) => ({ folder, object, context, ...{ to: translateObject(object, context) } }));
  });

  it('is large, and most of it is applied', () => {
    expect(translated.length).toBeGreaterThan(600);
    expect(translated.filter(({ to }) => to.outcome === 'apply').length).toBeGreaterThan(400);
  });

  it('replays: the changes give the object that is applied', () => {
    for (const { folder, object, to } of translated) {
      if (to.outcome !== 'apply') continue;
      expect(JSON.stringify(replayChanges(object, to.changes)), folder).toBe(JSON.stringify(to.object));
    }
  });

  it('is settled: translating it again changes nothing', () => {
    const unsettled = translated.flatMap(({ folder, context, to }) => {
      if (to.outcome !== 'apply') return [];
      const again = translateObject(to.object!, context);
      return again.outcome === 'apply' && again.changes.length === 0
        ? []
        : `${folder} ${to.ref.kind} ${to.ref.name}: ${again.reason ?? again.changes.map(({ rule, path }) => `${rule} ${path}`).join(', ')}`;
    });
    expect(unsettled).toEqual([]);
  });
});

it('leaves in AKS no word that only controllers of AWS read, and none of AKS in EKS', () => {
  const leftIn = (of: typeof toAks, words: RegExp) =>
    // Cases that are of Azure on both sides are no translation.
    CORPUS.filter(({ context }) => isBetweenClouds(of(context))).flatMap(({ folder, objects, context }) =>
      objects.flatMap((object) => {
        const { outcome, object: after } = translateObject(object, of(context));
        const found = outcome === 'apply' && words.exec(JSON.stringify(after));
        return found ? `${folder} ${object.kind}: ${found[1]}` : [];
      }),
    );
  expect(leftIn(toAks, OF_AWS)).toEqual([]);
  expect(leftIn(fromAks, OF_AZURE)).toEqual([]);
});

// Promise: internal-between-clouds
it.each([
  ['AKS', toAks],
  ['EKS', fromAks],
])('makes every load balancer of a clone in %s internal, whatever was said of it in the other cloud', (_, of) => {
  const asked = CORPUS.filter(({ context }) => isBetweenClouds(of(context))).flatMap(({ folder, objects, context }) =>
    objects.flatMap((object) => {
      const { outcome, object: after } = translateObject(object, { ...of(context), profile: 'clone' });
      const isAsked =
        outcome === 'apply' &&
        (after!.kind === 'Ingress' || (after!.kind === 'Service' && textAt(after, 'spec.type') === 'LoadBalancer'));
      return isAsked ? [{ folder, object: after! }] : [];
    }),
  );
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter(({ object }) => isOpen(object)).map(({ folder, object }) => `${folder} ${object.kind}`)).toEqual(
    [],
  );
});

/** By its own word in either cloud; a class that neither knows is for a controller within the cluster. */
function isOpen(object: KubeObject): boolean {
  const { kind } = object;
  const { annotations = {} } = object.metadata;
  const named = textAt(object, 'spec.ingressClassName');
  const said = (name: string) => annotations[name];
  if (kind === 'Service')
    return (
      said('service.beta.kubernetes.io/azure-load-balancer-internal') !== 'true' &&
      said('service.beta.kubernetes.io/aws-load-balancer-scheme') !== 'internal'
    );
  if (named === 'azure-application-gateway') return said('appgw.ingress.kubernetes.io/use-private-ip') !== 'true';
  if (named === 'alb') return said('alb.ingress.kubernetes.io/scheme') !== 'internal';
  return named === 'webapprouting.kubernetes.azure.com';
}
