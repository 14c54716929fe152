import { expect, it } from 'vitest';
import { statementFor } from '../../core/plan/keys/may-attach.ts';
import { rightsOf, roleNamed } from './policies.ts';
import { CONFIG, ofType, synthesize } from './synthesize.ts';

const templates = synthesize();
const targetOf = (account: string, region: string) => templates[`kubeferry-target-${account}-${region}`]!;

/** Whose policies a role may read. */
const readable = (name: string, role: string) => {
  const template = templates[name]!;
  return rightsOf(template, roleNamed(template, role))
    .filter(({ actions }) => actions.includes('kms:GetKeyPolicy'))
    .flatMap(({ resources, conditions }) => {
      expect(conditions).toEqual({});
      return resources;
    });
};

it('lets a target read the policies of the keys that its routes name and of its own, and of no other', () => {
  const [named] = CONFIG.routes.flatMap(({ target }) => ('kmsKeyArn' in target ? [target.kmsKeyArn] : []));
  const [own] = ofType(targetOf('444455556666', 'eu-west-1'), 'AWS::KMS::Key').map(([id]) => id);
  expect(readable('kubeferry-target-444455556666-eu-west-1', 'kubeferry-target-eu-west-1')).toEqual([`<${own}.Arn>`]);
  const [other] = ofType(targetOf('777788889999', 'eu-central-1'), 'AWS::KMS::Key').map(([id]) => id);
  expect(readable('kubeferry-target-777788889999-eu-central-1', 'kubeferry-target-eu-central-1').toSorted()).toEqual(
    [`<${other}.Arn>`, named].toSorted(),
  );
});

it('lets no source read the policy of a key', () => {
  const sources = Object.keys(templates).filter((name) => name.startsWith('kubeferry-source-'));
  expect(sources.length).toBeGreaterThan(0);
  for (const name of sources) {
    const region = name.split('-').slice(3).join('-');
    expect(readable(name, `kubeferry-source-${region}`)).toEqual([]);
  }
});

it('gives its own key the statement that it tells others to paste', () => {
  const [key] = ofType(targetOf('444455556666', 'eu-west-1'), 'AWS::KMS::Key').map(([, resource]) => resource);
  const { KeyPolicy } = key!.Properties as { KeyPolicy: { Statement: { Sid?: string }[] } };
  const given = KeyPolicy.Statement.find(({ Sid }) => Sid === 'UsedThroughEc2ByThisAccount');
  expect(given).toEqual(JSON.parse(statementFor({ account: '444455556666', region: 'eu-west-1' })));
});

it("lets a target ask for the rights of its own account's roles alone, and no source ask at all", () => {
  const asking = Object.keys(templates).flatMap((name) =>
    ofType(templates[name]!, 'AWS::IAM::Role').flatMap(([id]) =>
      rightsOf(templates[name]!, id)
        .filter(({ actions }) => actions.includes('iam:SimulatePrincipalPolicy'))
        .map(({ actions, resources }) => [name, actions, resources]),
    ),
  );
  expect(asking.length).toBeGreaterThan(0);
  for (const [name = '', actions, resources] of asking) {
    const [, account] = /^kubeferry-target-(\d+)-/.exec(String(name)) ?? [];
    expect([actions, resources]).toEqual([['iam:SimulatePrincipalPolicy'], [`arn:aws:iam::${account}:role/*`]]);
  }
});
