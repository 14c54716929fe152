/** AWS's own policies for the drivers of EBS volumes, judged by an IAM simulator that is not ours. */
import { readFileSync } from 'node:fs';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, it } from 'vitest';
import { statementFor } from '../../core/plan/keys/may-attach.ts';
import { targetTags } from '../../core/plan/volumes/target-tags.ts';
import { awsManagedPolicy } from '../../emulator/aws/iam/managed-policies.ts';
import type { PolicyDocument } from '../../emulator/aws/iam/policy.ts';
import { verified } from '../verified/verified.ts';
import { text } from './policies.ts';
import { ofType, synthesize } from './synthesize.ts';

const ACCOUNT = '444455556666';
const REGION = 'eu-west-1';
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const VOLUME = `arn:aws:ec2:${REGION}:${ACCOUNT}:volume/vol-0123456789abcdef0`;
const INSTANCE = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0123456789abcdef0`;
const EBS_CSI = 'ebs.csi.aws.com';
const AUTO_MODE = 'ebs.csi.eks.amazonaws.com';

interface Driver {
  /** By these it attaches and detaches; another role may delete. */
  policy: string;
  deletesBy?: string;
  driver: string;
  /** Tags of its session. */
  session: Record<string, string>;
  /** It attaches whatever there is. */
  attachesAll?: true;
}

const POD_IDENTITY = { 'eks-cluster-name': 'dev' };
const OF_CLUSTER = { 'eks:eks-cluster-name': 'dev' };
const DRIVERS: Driver[] = [
  { policy: 'service-role/AmazonEBSCSIDriverPolicy', driver: EBS_CSI, session: POD_IDENTITY, attachesAll: true },
  { policy: 'AmazonEBSCSIDriverPolicyV2', driver: EBS_CSI, session: POD_IDENTITY },
  { policy: 'AmazonEBSCSIDriverEKSClusterScopedPolicy', driver: EBS_CSI, session: POD_IDENTITY },
  ...['AmazonEKSBlockStoragePolicy', 'AmazonEKSBlockStoragePolicyV2'].map((policy) => ({
    policy,
    deletesBy: 'aws-service-role/AmazonEKSServiceRolePolicy',
    driver: AUTO_MODE,
    session: OF_CLUSTER,
  })),
];

type Tags = Record<string, string>;
const prefixed = (prefix: string, tags: Tags) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));

/** What IAM says: `Allowed`, `ImplicitlyDenied` or `ExplicitlyDenied`. */
let asked = 0;
async function ask(
  policy: string,
  action: string,
  resource: string,
  contextVariables: Record<string, string | string[]>,
  resourcePolicy?: unknown,
): Promise<string> {
  asked += 1;
  const result = await runSimulation(
    {
      request: {
        action,
        resource: { resource, accountId: ACCOUNT },
        principal: `arn:aws:iam::${ACCOUNT}:role/driver`,
        contextVariables,
      },
      identityPolicies: [{ name: policy, policy: awsManagedPolicy(`arn:aws:iam::aws:policy/${policy}`) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy ? { resourcePolicy } : {}),
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  return result.overallResult;
}

const onThing = (tags: Tags, session: Tags) => ({
  ...prefixed('aws:ResourceTag', tags),
  ...prefixed('ec2:ResourceTag', tags),
  ...prefixed('aws:PrincipalTag', session),
});

const INSTANCE_TAGS = { 'eks:cluster-name': 'dev', 'eks:eks-cluster-name': 'dev' };

/** Attaching and detaching are asked of the volume and of the instance; deleting of the volume. */
async function uses({ policy, deletesBy = policy, session }: Driver, tags: Tags): Promise<Record<string, boolean>> {
  const answers: Record<string, boolean> = {};
  for (const action of ['ec2:AttachVolume', 'ec2:DetachVolume']) {
    const said = [
      await ask(policy, action, VOLUME, onThing(tags, session)),
      await ask(policy, action, INSTANCE, onThing(INSTANCE_TAGS, session)),
    ];
    answers[action] = said.every((each) => each === 'Allowed');
  }
  answers['ec2:DeleteVolume'] =
    (await ask(deletesBy, 'ec2:DeleteVolume', VOLUME, onThing(tags, session))) === 'Allowed';
  return answers;
}

const all = (may: boolean, but: Record<string, boolean> = {}) => ({
  'ec2:AttachVolume': may,
  'ec2:DetachVolume': may,
  'ec2:DeleteVolume': may,
  ...but,
});

const madeFor = (cluster: string, driver: string) => targetTags('run-1', 'shop/data', 'shop/data', driver, cluster);

describe.each(DRIVERS)('a driver with $policy', (driver) => {
  const attached: Record<string, boolean> = driver.attachesAll
    ? { 'ec2:AttachVolume': true, 'ec2:DetachVolume': true }
    : {};

  it('attaches, detaches and deletes the volumes that a run makes', async () => {
    expect(await uses(driver, madeFor('dev', driver.driver))).toEqual(all(true));
  });

  it('does none of it to a volume without their tags', async () => {
    expect(await uses(driver, { Name: 'somebody-else', 'kubeferry:made-by': 'kubeferry' })).toEqual(
      all(false, attached),
    );
  });

  it('may not grant the use of a key by itself', async () => {
    const context = throughEc2(driver.session);
    expect(await ask(driver.policy, 'kms:CreateGrant', KEY, context, policyOf(ROOT_ONLY))).toBe('ImplicitlyDenied');
  });

  it.each([
    ['the key of a target stack', () => ownKeyPolicy()],
    ['a key with the statement that is told to be pasted', () => policyOf(ROOT_ONLY, JSON.parse(PASTED))],
  ])('may under %s, through EC2 alone', async (_, policy) => {
    const grant = (context: Record<string, string>) => ask(driver.policy, 'kms:CreateGrant', KEY, context, policy());
    const context = throughEc2(driver.session);
    expect(await grant(context)).toBe('Allowed');
    expect(await grant({ ...context, 'kms:ViaService': `rds.${REGION}.amazonaws.com` })).toBe('ImplicitlyDenied');
    expect(await grant({ ...context, 'kms:CallerAccount': '111122223333' })).toBe('ImplicitlyDenied');
  });
});

describe('a volume that a run made for another cluster', () => {
  it.each([
    ['AmazonEBSCSIDriverEKSClusterScopedPolicy', all(false)],
    // EKS deletes by a role of its own, whose policy asks for the tag alone.
    ['AmazonEKSBlockStoragePolicy', all(false, { 'ec2:DeleteVolume': true })],
    ['AmazonEKSBlockStoragePolicyV2', all(false, { 'ec2:DeleteVolume': true })],
  ])('is none of a driver with %s', async (policy, expected) => {
    const driver = DRIVERS.find((each) => each.policy === policy)!;
    expect(await uses(driver, madeFor('qa', driver.driver))).toEqual(expected);
  });
});

it('is what docs/verified.md says', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: Tags };
  verified('driver-policies', {
    title: "AWS's policies for the drivers of EBS volumes, on what a run makes",
    command: 'npm test',
    rows: [
      {
        checked:
          'They attach, detach and delete the volumes of a run and none that lacks their tags, and may grant under its keys',
        witness: `@cloud-copilot/iam-simulate ${devDependencies['@cloud-copilot/iam-simulate']}`,
        count: `${asked} questions about ${DRIVERS.length} policies of AWS`,
        deviations: 1,
      },
    ],
    deviations: [
      {
        what: 'AmazonEBSCSIDriverPolicy attaches and detaches volumes without the tags',
        reason: 'It asks for no tag; EKS recommends its second version.',
      },
    ],
  });
});

const ROOT_ONLY = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const PASTED = statementFor({ account: ACCOUNT, region: REGION });
const policyOf = (...Statement: object[]) => ({ Version: '2012-10-17', Statement }) as PolicyDocument;

const throughEc2 = (session: Tags): Record<string, string> => ({
  'kms:ViaService': `ec2.${REGION}.amazonaws.com`,
  'kms:CallerAccount': ACCOUNT,
  'kms:GrantIsForAWSResource': 'true',
  ...prefixed('aws:PrincipalTag', session),
});

const templates = synthesize();

/** As the target stack makes it, with its intrinsics filled in. */
function ownKeyPolicy(): unknown {
  const [, key] = ofType(templates[`kubeferry-target-${ACCOUNT}-${REGION}`], 'AWS::KMS::Key')[0]!;
  return JSON.parse(
    JSON.stringify(key.Properties.KeyPolicy, (_, value) =>
      value && typeof value === 'object' && 'Fn::Join' in value
        ? text(value).replace('<AWS::Partition>', 'aws')
        : value,
    ),
  );
}
