import { expect, it } from 'vitest';
import { deployment, object, PlannedWorld } from './planned-world.ts';

const INGRESS = object('networking.k8s.io/v1', 'Ingress', 'web', { spec: { rules: [{ host: 'www.example.com' }] } });
const ROLE = 'arn:aws:iam::222233334444:role/web';
const ACCOUNT = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'web', namespace: 'shop', annotations: { 'eks.amazonaws.com/role-arn': ROLE } },
};
const world = () =>
  new PlannedWorld([
    deployment('web', { image: 'quay.io/acme/web:1' }),
    deployment('db', { image: 'postgres:17' }),
    INGRESS,
    ACCOUNT,
  ]);
const warnings = async (mappings: object, route = {}) => {
  const { planned } = await world().start({ mappings }, route);
  return planned.findings.filter(({ rule }) => rule === 'find-unmatched').map(({ sentence }) => sentence);
};

// Promise: mistyped-mapping-is-told
it('each entry of a mapping that matched nothing is a warning with the nearest name', async () => {
  const found = await warnings({
    images: { 'quay.ioo/acme': 'registry.example.org/acme' },
    hosts: { 'wwww.example.com': 'www.dev.example.com' },
    roles: { 'arn:aws:iam::222233334444:role/wep': ROLE },
    storageClasses: { gp33: 'gp3' },
    namespaces: { payments: 'payments-dev', shop: 'shop-dev' },
    arns: { 'arn:aws:acm:us-east-1:222233334444:certificate/none': 'arn:aws:acm:eu-west-1:444455556666:certificate/a' },
    zones: { 'us-east-1z': 'eu-west-1a' },
  });
  expect(found).toHaveLength(7);
  for (const said of [
    'mappings.images has "quay.ioo/acme", which is the name of nothing that is copied; did you mean "quay.io/acme"',
    'mappings.hosts has "wwww.example.com", which is the name of nothing that is copied; did you mean "www.example.com"?',
    `mappings.roles has "arn:aws:iam::222233334444:role/wep", which is the name of nothing that is copied; did you mean "${ROLE}"?`,
    'mappings.storageClasses has "gp33", which is the name of nothing that is copied; did you mean "gp3"?',
    'mappings.namespaces has "payments"',
    'mappings.arns has "arn:aws:acm:us-east-1:222233334444:certificate/none"',
    'mappings.zones has "us-east-1z", which is the name of nothing that is copied; did you mean "us-east-1a"?',
  ])
    expect(found).toContainEqual(expect.stringContaining(said));
});

it('an entry that matched is none, whether it is a name, a beginning, or a whole domain', async () => {
  expect(
    await warnings({
      images: { 'quay.io': 'registry.example.org', 'docker.io/library': 'registry.example.org/library' },
      hosts: { '*.example.com': '*.dev.example.com' },
      roles: { [ROLE]: 'arn:aws:iam::444455556666:role/web' },
      storageClasses: { gp3: 'gp3' },
      namespaces: { shop: 'shop-dev' },
      zones: { 'us-east-1a': 'eu-west-1a' },
    }),
  ).toEqual([]);
});
