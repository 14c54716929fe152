import { expect, it } from 'vitest';
import { connectorName } from '../../core/base/run/names.ts';
import { rightsOf, roleNamed, trustOf } from './policies.ts';
import { CONFIG, ofType, synthesize, type Template } from './synthesize.ts';

const NAME = 'kubeferry-connector-source-prod-2';
const templates = synthesize();
const source = templates['kubeferry-source-222233334444-us-east-1'] as Template;
const connectorsIn = (template: Template | undefined) =>
  ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);

it('stands in the network that the route names, with the endpoint of the one cluster', () => {
  const [connector, ...others] = connectorsIn(source);
  expect(others).toEqual([]);
  expect(connector).toMatchObject({
    FunctionName: NAME,
    Runtime: 'nodejs24.x',
    VpcConfig: { SubnetIds: ['subnet-0c', 'subnet-0d'], SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'] },
    Environment: {
      Variables: { KUBEFERRY_ENDPOINT: 'https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com' },
    },
  });
});

it('is made only where a route says so', () => {
  const having = Object.entries(templates).filter(
    ([name, template]) => name !== 'kubeferry-hub' && connectorsIn(template).length,
  );
  expect(having.map(([name]) => name)).toEqual(['kubeferry-source-222233334444-us-east-1']);
});

it('may write its log, and nothing with its network interface: that is for Lambda alone', () => {
  const role = roleNamed(source, NAME);
  expect(trustOf(source.Resources[role]!).map(({ Principal }: { Principal: object }) => Principal)).toEqual([
    { Service: 'lambda.amazonaws.com' },
  ]);
  const rights = rightsOf(source, role);
  const actions = (effect: string) =>
    rights.filter((right) => right.effect === effect).flatMap((right) => right.actions);
  const network = actions('Deny');
  expect(network).toHaveLength(6);
  expect(actions('Allow').toSorted()).toEqual([...network, 'logs:CreateLogStream', 'logs:PutLogEvents'].toSorted());
  const others = Object.values(templates).flatMap((template) =>
    ofType(template, 'AWS::IAM::Role')
      .filter(([id]) => template !== source || id !== role)
      .flatMap(([id]) => rightsOf(template, id).flatMap((right) => right.actions)),
  );
  expect(others.filter((action) => /NetworkInterface$|PrivateIpAddresses$/.test(action))).toEqual([]);
  expect(rights.find(({ effect }) => effect === 'Deny')).toMatchObject({
    resources: ['*'],
    conditions: {
      ArnEquals: { 'lambda:SourceFunctionArn': `arn:aws:lambda:us-east-1:222233334444:function:${NAME}` },
    },
  });
});

it('is called by the role of its side, by its own ARN, and by nobody else', () => {
  const calls = Object.values(templates).flatMap((template) =>
    ofType(template, 'AWS::IAM::Role').flatMap(([id, role]) =>
      rightsOf(template, id)
        .filter(
          ({ actions, resources }) =>
            actions.includes('lambda:InvokeFunction') && /:function:|\*$/.test(resources.join()),
        )
        .filter(({ resources }) => !resources.every((resource) => resource.startsWith('<Functions')))
        .map(({ resources }) => [role.Properties.RoleName, resources]),
    ),
  );
  expect(calls).toEqual([['kubeferry-source-us-east-1', [`arn:aws:lambda:us-east-1:222233334444:function:${NAME}`]]]);
  expect(ofType(source, 'AWS::Lambda::Permission')).toEqual([]);
});

it('is the same in every route to a cluster', () => {
  const [, toQa] = CONFIG.routes;
  const again = { ...toQa, name: 'again', source: { ...toQa!.source, connector: undefined } };
  expect(() => synthesize({ ...CONFIG, routes: [...CONFIG.routes, again] })).toThrow(
    'Routes "prod-to-qa" and "again" have the same source cluster "prod-2" but not the same connector',
  );
});

it('has a name that Lambda takes, whatever the cluster is called, and another for each cluster and side', () => {
  const long = (last: string) => `${'a'.repeat(99)}${last}`;
  const names = [long('x'), long('y'), 'dev'].flatMap((cluster) => [
    connectorName('source', cluster),
    connectorName('target', cluster),
  ]);
  expect(new Set(names).size).toBe(6);
  for (const name of names) expect(name).toMatch(/^kubeferry-connector-[a-z0-9-]{1,44}$/);
});
