import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberSession } from '../../../adapters/aws/member.ts';
import type { AksMember } from '../../../core/base/request/source.ts';
import type { RunningCluster } from '../../../emulator/kubernetes/contract/backend.ts';
import { inProcessBackend } from '../../../emulator/kubernetes/in-process.ts';
import { openAks } from '../../../lambdas/_shared/azure.ts';
import { PLACE, ROLE, type StandIn, standIn } from '../../adapters/azure/stand-in.ts';
import { connectorFor } from '../../adapters/kubernetes/connector-in-process.ts';

const OWN_NAME = 'https://prod-dns.11111111.privatelink.westeurope.azmk8s.io:443';

let azure: StandIn;
let cluster: RunningCluster;
let aws: Server;
const invoked: string[] = [];
const sent: string[] = [];

/** STS, which signs whatever is asked, and Lambda with the connector of the cluster. */
const answerOfAws = async (path: string, text: string) => {
  const [, name] = /\/functions\/([^/]+)\/invocations/.exec(path) ?? [];
  if (!name)
    return '<GetWebIdentityTokenResponse><GetWebIdentityTokenResult><WebIdentityToken>signed</WebIdentityToken></GetWebIdentityTokenResult></GetWebIdentityTokenResponse>';
  invoked.push(decodeURIComponent(name));
  return JSON.stringify(await connectorFor(cluster.endpoint, sent)(JSON.parse(text)));
};

beforeAll(async () => {
  azure = await standIn();
  cluster = await inProcessBackend.start({
    name: 'prod',
    version: '1.34',
    nodes: [],
    authenticate: () => ({ username: 'kubeferry', groups: [] }),
    authorize: () => true,
  });
  const ca = Buffer.from(cluster.certificateAuthority).toString('base64');
  azure.azure.clusters.push({
    id: `/subscriptions/${PLACE.subscription}/resourceGroups/shop/providers/Microsoft.ContainerService/managedClusters/prod`,
    kubeconfig: () => `clusters:\n- cluster:\n    certificate-authority-data: ${ca}\n    server: ${OWN_NAME}\n`,
    described: {},
  });
  aws = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    response.end(await answerOfAws(request.url ?? '', text));
  }).listen(0, '127.0.0.1');
  await once(aws, 'listening');
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
});
afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL;
  aws.close();
  await Promise.all([azure.azure.stop(), cluster.stop()]);
});

const session: MemberSession = {
  account: '222233334444',
  region: 'eu-central-1',
  roleArn: ROLE,
  credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
};
const place = (connector?: AksMember['connector']) =>
  ({ ...PLACE, kind: 'aks', account: session.account, region: session.region, connector }) as AksMember;
const NETWORK = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };

describe('a private cluster of AKS', () => {
  it('is called through its connector, by the name that the connector knows, and proves itself by its authority', async () => {
    const { info, api } = await openAks(session, place({ ...NETWORK, endpoint: cluster.endpoint }), 'run-1');
    expect(info).toMatchObject({ version: '1.34', endpoint: cluster.endpoint, network: { publicEndpoint: false } });
    expect(invoked).toEqual(['kubeferry-connector-source-prod']);
    expect(JSON.parse(sent[0]!)).toMatchObject({ endpoint: cluster.endpoint });
    api.close();
  });

  it('says what there has to be where its connector does not reach it', async () => {
    const opened = openAks(session, place({ ...NETWORK, endpoint: 'https://127.0.0.1:1' }), 'run-1');
    await expect(opened).rejects.toThrow(/connector in subnet-1: look whether the name 127\.0\.0\.1 is known there/);
  });

  it('says that it needs one where it has none', async () => {
    await expect(openAks(session, place(), 'run-1')).rejects.toThrow(/a private one needs a `connector` in a VPC/);
  });
});
