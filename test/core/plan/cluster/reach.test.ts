import { describe, expect, it } from 'vitest';
import type { ClusterInfo, ClusterNetwork } from '../../../../core/base/ports/clusters.ts';
import { wayIntoReach, whyOutOfReach, wouldBeOutOfReach } from '../../../../core/plan/cluster/reach.ts';

const END = { account: '222233334444', region: 'us-east-1', cluster: 'prod' };
const CONNECTOR = { subnetIds: ['subnet-0c'], securityGroupIds: ['sg-0b'] };

const cluster = (network: Partial<ClusterNetwork>): ClusterInfo => ({
  name: 'prod',
  arn: 'arn:aws:eks:us-east-1:222233334444:cluster/prod',
  status: 'ACTIVE',
  endpoint: 'https://0A.gr7.us-east-1.eks.amazonaws.com',
  certificateAuthority: '',
  version: '1.36',
  authenticationMode: 'API',
  network: {
    publicEndpoint: false,
    publicCidrs: [],
    privateEndpoint: true,
    vpcId: 'vpc-0a',
    subnetIds: ['subnet-0a', 'subnet-0b'],
    securityGroupId: 'sg-0a',
    otherSecurityGroupIds: [],
    ...network,
  },
  autoModeStorage: false,
});
const BLOCK =
  "connector: { endpoint: 'https://0A.gr7.us-east-1.eks.amazonaws.com', subnetIds: ['subnet-0a', 'subnet-0b'], " +
  "securityGroupIds: ['sg-0a'] }";

describe('a cluster without a public endpoint', () => {
  it('is out of reach, and the sentence has the block to write and the stacks to deploy', () => {
    const why = whyOutOfReach('source', END, cluster({}));
    expect(why).toContain('only its own network vpc-0a reaches it');
    expect(why).toContain(`into the source of the route in kubeferry.config.ts \`${BLOCK}\``);
    expect(why).toContain('deploy kubeferry-source-222233334444-us-east-1 and kubeferry-hub');
  });

  it('is in reach through a connector; what may be wrong with that is said when it does not answer', () => {
    const end = { ...END, connector: CONNECTOR };
    expect(whyOutOfReach('source', end, cluster({}))).toBeUndefined();
    expect(wayIntoReach('source', end, cluster({}))).toContain('sg-0a has to admit sg-0b on port 443');
    expect(wayIntoReach('source', end, cluster({ privateEndpoint: false }))).toContain('has no private endpoint');
  });
});

describe('a public endpoint', () => {
  it('that is open to everybody needs nothing', () => {
    const open = cluster({ publicEndpoint: true, publicCidrs: ['0.0.0.0/0'], privateEndpoint: false });
    expect(whyOutOfReach('target', END, open)).toBeUndefined();
    expect(wayIntoReach('target', END, open)).not.toContain('connector');
  });

  it('that admits a list of addresses is tried; the list and the block are said when it does not answer', () => {
    const narrow = cluster({ publicEndpoint: true, publicCidrs: ['203.0.113.0/24'], privateEndpoint: false });
    expect(whyOutOfReach('target', END, narrow)).toBeUndefined();
    const way = wayIntoReach('target', END, narrow);
    for (const words of ['203.0.113.0/24', BLOCK, 'kubeferry-target-222233334444-us-east-1', 'Turn on the private'])
      expect(way).toContain(words);
  });
});

describe('a cluster that is to be made as shut as its source', () => {
  const told = {
    connector: 'connector',
    create: 'create.securityGroupIds',
    deploy: 'kubeferry-target-222233334444-us-east-1',
  };
  const OPEN = { public: true, publicCidrs: ['0.0.0.0/0'] };
  const NARROW = { public: true, publicCidrs: ['203.0.113.0/24'] };
  const PRIVATE = { public: false, publicCidrs: [] };

  it.each([
    ['without a public endpoint', PRIVATE, Object.values(told)],
    ['with a list of addresses', NARROW, [...Object.values(told), '203.0.113.0/24', '`create.map`']],
  ])('%s is a blocker in the plan as long as the route has no connector there', (_, endpoint, words) => {
    const [finding] = wouldBeOutOfReach(END, endpoint);
    expect(finding).toMatchObject({ severity: 'blocker', object: { kind: 'Cluster', name: 'prod' } });
    for (const word of words) expect(finding?.sentence).toContain(word);
    expect(wouldBeOutOfReach({ ...END, connector: CONNECTOR }, endpoint)).toEqual([]);
  });

  it('is no matter when the source is open to everybody', () => {
    expect(wouldBeOutOfReach(END, OPEN)).toEqual([]);
  });
});
