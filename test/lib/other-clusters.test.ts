import { expect, it } from 'vitest';
import { checkConfig } from '../../lib/routes.ts';
import { isAllowed } from './reach/evaluated.ts';
import { worldOf } from './reach/world.ts';
import { ELSEWHERE, ofType, synthesize } from './synthesize.ts';

const SOURCE = 'arn:aws:iam::222233334444:role/kubeferry-source-eu-central-1';
const SECRET = 'arn:aws:secretsmanager:eu-central-1:222233334444:secret:factory-AbCdEf';
const KEY = 'arn:aws:kms:eu-central-1:222233334444:key/11111111-2222-3333-4444-555555555555';
const templates = synthesize(ELSEWHERE);
const world = worldOf(templates, ELSEWHERE.hub);
const may = (action: string, resource: string, context: Record<string, string> = {}, role = SOURCE) =>
  isAllowed(world, world.roles.get(role)!, { action, resource, context });

// Promise: other-clusters-by-their-own-rights
it('gives the role of a source that is none of EKS its secret, and nothing in EKS', () => {
  expect(may('secretsmanager:GetSecretValue', SECRET)).toBe(true);
  expect(may('kms:Decrypt', KEY, { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' })).toBe(true);
  expect(may('kms:Decrypt', KEY, { 'kms:ViaService': 'sqs.eu-central-1.amazonaws.com' })).toBe(false);
  expect(may('secretsmanager:GetSecretValue', SECRET.replace('factory', 'other'))).toBe(false);
  const cluster = 'arn:aws:eks:eu-central-1:222233334444:cluster/factory';
  for (const action of ['eks:DescribeCluster', 'eks:CreateAccessEntry']) expect(may(action, cluster)).toBe(false);
  const other = 'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1';
  expect(may('secretsmanager:GetSecretValue', SECRET, {}, other)).toBe(false);
});

// Promise: other-clusters-by-their-own-rights
it('gets tokens for the audiences of its routes alone, and none that hold for long', () => {
  const federated = ELSEWHERE.routes.map((route) =>
    'secret' in route.source
      ? {
          ...route,
          source: { ...route.source, secret: undefined, kmsKeyArn: undefined, federated: { audience: 'factory' } },
        }
      : route,
  );
  const there = worldOf(synthesize({ ...ELSEWHERE, routes: federated }), ELSEWHERE.hub);
  const token = (context: Record<string, string | string[]>, role = SOURCE) =>
    isAllowed(there, there.roles.get(role)!, { action: 'sts:GetWebIdentityToken', resource: '*', context });
  const asked = {
    'sts:IdentityTokenAudience': ['factory'],
    'sts:DurationSeconds': '900',
    'sts:SigningAlgorithm': 'RS256',
  };
  expect(token(asked)).toBe(true);
  for (const other of [
    { 'sts:IdentityTokenAudience': ['others'] },
    { 'sts:IdentityTokenAudience': ['factory', 'others'] },
    { 'sts:DurationSeconds': '3600' },
    { 'sts:SigningAlgorithm': 'ES384' },
  ])
    expect(token({ ...asked, ...other }), JSON.stringify(other)).toBe(false);
  expect(token(asked, 'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1')).toBe(false);
  expect(
    isAllowed(there, there.roles.get(SOURCE)!, {
      action: 'secretsmanager:GetSecretValue',
      resource: SECRET,
      context: {},
    }),
  ).toBe(false);
});

it('lets its connector talk to its API server alone', () => {
  const [[, connector] = []] = ofType(templates['kubeferry-source-222233334444-eu-central-1'], 'AWS::Lambda::Function');
  expect(connector?.Properties.Environment.Variables).toEqual({
    KUBEFERRY_ENDPOINT: 'https://k8s.factory.example:6443',
  });
});

it('refuses a connector that would talk to another endpoint than the one of the source', () => {
  const [route] = ELSEWHERE.routes.slice(-1) as unknown as [{ source: { connector?: object } }];
  const connector = { ...route.source.connector, endpoint: 'https://other.example' };
  const routes = [{ ...route, source: { ...route.source, connector } }];
  expect(() => checkConfig({ ...ELSEWHERE, routes }, [])).toThrow(/talks to https:\/\/other\.example.*k8s\.factory/);
});

it('refuses two clusters of one name in one place, of which one would get the captures of the other', () => {
  const [route] = ELSEWHERE.routes.slice(-1) as unknown as [{ name: string; source: { endpoint: string } }];
  const { account, region, cluster } = route.source as unknown as Record<string, string>;
  const of = (source: object) => [route, { ...route, name: 'second', source }];
  const mistake = /begin at different clusters \(.*\) that are called "factory" in one account and Region/;
  const at = (source: object) => () => checkConfig({ ...ELSEWHERE, routes: of(source) }, []);
  expect(at({ account, region, cluster })).toThrow(mistake);
  expect(at({ ...route.source, endpoint: 'https://other.example' })).toThrow(mistake);
  expect(at({ kind: 'velero', account, region, cluster, backups: { bucket: 'velero' } })).not.toThrow(mistake);
  expect(at(route.source)).not.toThrow();
});

it('names what a source of another kind needs', () => {
  const source = { kind: 'kubernetes', account: '222233334444', region: 'eu-central-1', cluster: 'factory' };
  const entered = [{ ...ELSEWHERE.routes[0], source: { ...source, endpoint: 'https://k8s.factory.example' } }];
  expect(() => checkConfig({ ...ELSEWHERE, routes: entered }, [])).toThrow(/neither a secret nor "federated"/);
  const routes = [{ ...ELSEWHERE.routes[0], source }];
  expect(() => checkConfig({ ...ELSEWHERE, routes }, [])).toThrow(/routes\[0\]\.source\.endpoint/);
});
