/** Which rights change something, where, and the few that a source's own role must have. */
import { matches } from './matches.ts';
import type { Principal, Rule } from './world.ts';

/**
 * What only looks. The cryptographic operations of KMS change nothing in a key (a grant does), and taking a role is a step
 * of the search. Everything else counts as a write, also what nobody has thought of.
 */
export const LOOKS =
  /^\w+:(Describe|List|Get|BatchGet|Head)|^sts:AssumeRole$|^kms:(Decrypt|Encrypt|ReEncrypt(From|To)|GenerateDataKey\w*)$/;

export interface Write {
  action: string;
  resource: string;
  conditions: Rule['conditions'];
}

/**
 * What a principal may change in an account. A resource without an account, or `*`, is in the principal's own: EC2 changes
 * nothing of another account (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html).
 */
export function writesIn(account: string, { rights, account: own }: Principal): Write[] {
  return rights
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ actions, resources, conditions }) =>
      actions
        .filter((action) => !LOOKS.test(action))
        .flatMap((action) => resources.map((resource) => ({ action, resource, conditions }))),
    )
    .filter(({ resource }) => (accountIn(resource) ?? own) === account);
}

function accountIn(resource: string): string | undefined {
  const account = resource.split(':')[4];
  return account && account !== '*' ? account : undefined;
}

/** A right that a source must give: what it is for, and the conditions without which it would be too much. */
export interface Needed {
  actions: string[];
  resource: RegExp;
  conditions: Rule['conditions'];
}

export interface SourcePlace {
  account: string;
  region: string;
  /** All clusters of the place that routes name, and those whose routes may quiesce. */
  clusters: string[];
  quiesced: string[];
  /** Accounts that its routes lead to. */
  targets: string[];
}

const OURS = { 'aws:ResourceTag/kubeferry:made-by': 'kubeferry' };
const POLICY = (name: string) => ({ 'eks:policyArn': `arn:aws:eks::aws:cluster-access-policy/${name}` });

/**
 * Whoever calls a function counts as having its role: that of a connector writes its log, and has for Lambda what the
 * function's own code is denied (test/lib/connector.test.ts).
 */
function neededByConnectors(region: string, account: string): Needed[] {
  const name = 'kubeferry-connector-source-[\\w-]+';
  const interfaces = ['AssignPrivateIpAddresses', 'CreateNetworkInterface', 'DeleteNetworkInterface'];
  return [
    {
      actions: ['lambda:InvokeFunction'],
      resource: new RegExp(`^arn:aws:lambda:${region}:${account}:function:${name}$`),
      conditions: {},
    },
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resource: new RegExp(`^arn:aws:logs:${region}:${account}:log-group:/aws/lambda/${name}:\\*$`),
      conditions: {},
    },
    {
      actions: [...interfaces, 'UnassignPrivateIpAddresses'].map((action) => `ec2:${action}`),
      resource: /^\*$/,
      conditions: {},
    },
  ];
}

/** Snapshots that carry kubeferry's tag, and the role's own access entry; nothing else of a source is ever changed. */
export function neededAtSource({ account, region, clusters, quiesced, targets }: SourcePlace): Needed[] {
  const snapshot = new RegExp(`^arn:aws:ec2:${region}::snapshot/\\*$`);
  const role = `kubeferry-source-${region}`;
  const cluster = new RegExp(`^arn:aws:eks:${region}:${account}:cluster/(${clusters.join('|')})$`);
  const entry = (of: string[]) =>
    new RegExp(`^arn:aws:eks:${region}:${account}:access-entry/(${of.join('|')})/role/${account}/${role}/\\*$`);
  return [
    ...neededByConnectors(region, account),
    // A snapshot reads its volume: to EC2 the right on the volume is the right to read it.
    {
      actions: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots'],
      resource: new RegExp(`^arn:aws:ec2:${region}:${account}:(volume|instance)/\\*$`),
      conditions: {},
    },
    {
      actions: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots'],
      resource: snapshot,
      conditions: { StringEquals: { 'aws:RequestTag/kubeferry:made-by': 'kubeferry' } },
    },
    {
      actions: ['ec2:CreateTags'],
      resource: snapshot,
      conditions: { StringEquals: { 'ec2:CreateAction': ['CreateSnapshot', 'CreateSnapshots'] } },
    },
    { actions: ['ec2:CreateTags', 'ec2:DeleteSnapshot'], resource: snapshot, conditions: { StringEquals: OURS } },
    ...['ec2:Add/userId', 'ec2:Remove/userId'].map((key) => ({
      actions: ['ec2:ModifySnapshotAttribute'],
      resource: snapshot,
      conditions: { StringEquals: { ...OURS, [key]: targets } },
    })),
    {
      actions: ['eks:CreateAccessEntry'],
      resource: cluster,
      conditions: {
        ArnEquals: { 'eks:principalArn': `arn:aws:iam::${account}:role/${role}` },
        Null: { 'eks:kubernetesGroups': 'true' },
      },
    },
    { actions: ['eks:DeleteAccessEntry', 'eks:TagResource'], resource: entry(clusters), conditions: {} },
    {
      actions: ['eks:AssociateAccessPolicy', 'eks:DisassociateAccessPolicy'],
      resource: entry(clusters),
      conditions: { ArnEquals: POLICY('AmazonEKSAdminViewPolicy') },
    },
    {
      actions: ['eks:AssociateAccessPolicy'],
      resource: entry(quiesced),
      conditions: { ArnEquals: POLICY('AmazonEKSEditPolicy'), StringEquals: { 'eks:accessScope': 'namespace' } },
    },
    {
      actions: ['eks:DisassociateAccessPolicy'],
      resource: entry(quiesced),
      conditions: { ArnEquals: POLICY('AmazonEKSEditPolicy') },
    },
  ];
}

/** A key that a target's role uses through EBS, as far as the key's own policy lets it: the owner's decision. */
export const grantsThroughEbs: Needed = {
  actions: ['kms:CreateGrant'],
  resource: /^arn:aws:kms:[\w-]+:\d{12}:key\/\*$/,
  conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' }, StringEquals: { 'kms:ViaService': /^ec2\./ } },
};

/** Writes that nothing in the list explains. */
export const beyond = (writes: Write[], needed: Needed[]): Write[] =>
  writes.filter(
    (write) =>
      !needed.some(
        ({ actions, resource, conditions }) =>
          actions.includes(write.action) && resource.test(write.resource) && matches(conditions, write.conditions),
      ),
  );
