import { describe, expect, it } from 'vitest';
import { isAllowed } from './reach/evaluated.ts';
import { tagsThenActs } from './reach/tagging.ts';
import { worldOf } from './reach/world.ts';
import { CONFIG, synthesize } from './synthesize.ts';

// The account of dev is a source and a target in one Region: what is tagged by one role could be shared by the other.
const templates = synthesize(CONFIG);
const world = worldOf(templates, CONFIG.hub);
const TARGET = 'arn:aws:iam::444455556666:role/kubeferry-target-eu-west-1';
const SNAPSHOT = 'arn:aws:ec2:eu-west-1::snapshot/snap-0123456789abcdef0';
const OURS = { 'aws:ResourceTag/kubeferry:made-by': 'kubeferry', 'aws:ResourceTag/kubeferry:step': 'target-cluster' };
const TAGS = {
  'aws:RequestTag/kubeferry:made-by': 'kubeferry',
  'aws:RequestTag/kubeferry:step': 'target-cluster',
  'aws:TagKeys': ['kubeferry:made-by', 'kubeferry:step'],
};
const part = (kind: string) => `arn:aws:eks:eu-west-1:444455556666:${kind}`;

/** What a function may do in the session that it is trusted with. */
const allowed = (step: string, action: string, resource: string, context: Record<string, string | string[]>) =>
  isAllowed(world, world.roles.get(TARGET)!, {
    action,
    resource,
    context: { 'aws:userid': `AROAEXAMPLE:${step}@run-1`, ...context },
  });

const takes = (step: string, session: string) => {
  const role = world.roles.get(`arn:aws:iam::${CONFIG.hub.account}:role/kubeferry-${step}`)!;
  const context = {
    'sts:ExternalId': CONFIG.installation,
    'sts:RoleSessionName': session,
    'aws:PrincipalTag/kubeferry:step': role.tags['kubeferry:step']!,
  };
  return isAllowed(world, role, { action: 'sts:AssumeRole', resource: TARGET, context });
};

describe('a thing of others', () => {
  // Promise: no-tag-then-act
  it('is never tagged and then deleted, shared, filled, read or given rights by one function', () => {
    expect(tagsThenActs(world)).toEqual([]);
  });

  it('would be if a function could name its sessions at will', () => {
    const atWill = worldOf(templates, CONFIG.hub);
    for (const { trust } of atWill.roles.values()) for (const rule of trust) delete rule.conditions.StringLike;
    const acts = new Set(tagsThenActs(atWill).map(({ acts }) => acts));
    for (const action of [
      'ec2:DeleteSnapshot',
      'ec2:ModifySnapshotAttribute',
      'ec2:CreateVolume',
      'ebs:GetSnapshotBlock',
      'ebs:PutSnapshotBlock',
      'eks:DeleteCluster',
      'eks:DeleteNodegroup',
      'eks:CreateAccessEntry',
      'eks:AssociateAccessPolicy',
      'iam:DeleteOpenIDConnectProvider',
    ])
      expect([...acts], action).toContain(action);
  });
});

describe('a snapshot that another one is to go on from', () => {
  const KEPT = { ...OURS, 'aws:ResourceTag/kubeferry:lineage': 'prod-to-dev' };
  const keep = { 'aws:RequestTag/kubeferry:lineage': 'prod-to-dev', 'aws:TagKeys': ['kubeferry:lineage'] };

  it('is one that was kept for a route of the member, and not by the function that goes on from it', () => {
    expect(allowed('plan-segments', 'ebs:StartSnapshot', SNAPSHOT, KEPT)).toBe(true);
    expect(allowed('plan-segments', 'ebs:StartSnapshot', SNAPSHOT, OURS)).toBe(false);
    const elsewhere = { ...KEPT, 'aws:ResourceTag/kubeferry:lineage': 'another-route' };
    expect(allowed('plan-segments', 'ebs:StartSnapshot', SNAPSHOT, elsewhere)).toBe(false);
    const all = { ...TAGS, ...keep, 'aws:TagKeys': [...TAGS['aws:TagKeys'], 'kubeferry:lineage'] };
    expect(allowed('plan-segments', 'ec2:CreateTags', SNAPSHOT, all)).toBe(false);
    expect(allowed('plan-segments', 'ec2:CreateTags', SNAPSHOT, { ...OURS, ...keep })).toBe(false);
    expect(allowed('clean-up-clone', 'ec2:CreateTags', SNAPSHOT, { ...OURS, ...keep })).toBe(true);
    expect(allowed('clean-up-clone', 'ec2:CreateTags', SNAPSHOT, keep)).toBe(false);
    expect(allowed('clean-up-clone', 'ebs:StartSnapshot', SNAPSHOT, KEPT)).toBe(false);
  });
});

describe('the evaluator of the local cloud', () => {
  it('lets a function take the role under its own name alone', () => {
    expect(takes('plan-segments', 'plan-segments@run-1')).toBe(true);
    expect(takes('plan-segments', 'roll-back-volumes@run-1')).toBe(false);
    expect(takes('plan-segments', 'kubeferry-run-1')).toBe(false);
  });

  it.each([
    ['plan-segments', 'ec2:CreateTags', SNAPSHOT, 'clean-up-clone', 'ec2:DeleteSnapshot', SNAPSHOT],
    ['plan-segments', 'ec2:CreateTags', SNAPSHOT, 'copy-segment', 'ebs:PutSnapshotBlock', SNAPSHOT],
    [
      'make-cluster',
      'eks:TagResource',
      part('cluster/dev'),
      'fill-cluster',
      'eks:CreateNodegroup',
      part('cluster/dev'),
    ],
    [
      'make-cluster',
      'eks:TagResource',
      part('cluster/dev'),
      'roll-back-cluster',
      'eks:DeleteCluster',
      part('cluster/dev'),
    ],
    [
      'fill-cluster',
      'eks:TagResource',
      part('nodegroup/dev/a/1'),
      'roll-back-cluster',
      'eks:DeleteNodegroup',
      part('nodegroup/dev/a/1'),
    ],
    [
      'fill-cluster',
      'eks:TagResource',
      part('access-entry/dev/role/1/a/1'),
      'complete-cluster',
      'eks:AssociateAccessPolicy',
      part('access-entry/dev/role/1/a/1'),
    ],
  ])('keeps %s, which may %s, from what %s may: %s', (tagger, tags, tagged, actor, acts, on) => {
    expect(allowed(tagger, tags, tagged, TAGS)).toBe(true);
    expect(allowed(tagger, acts, on, OURS)).toBe(false);
    expect(allowed(actor, acts, on, OURS)).toBe(true);
    expect(allowed(actor, tags, tagged, TAGS)).toBe(false);
  });
});
