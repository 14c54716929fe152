import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningCluster } from '../../../emulator/kubernetes/contract/backend.ts';
import { inProcessBackend } from '../../../emulator/kubernetes/in-process.ts';
import { refOf } from '../../../kube/kube-object.ts';
import type { Command } from '../commands.ts';
import { writeConfig } from '../config-file.ts';
import { type Context, contextOf } from '../context.ts';
import { optionsOf } from '../options.ts';
import { checkAzure } from './check.ts';
import { enterAks } from './enter.ts';
import { azureSteps } from './make.ts';
import { leftInAzure, removeFromAzure } from './removals.ts';
import { bindingIn, rightsOf } from './rights.ts';

const TENANT = '0f6ad33f-1b0b-4b0c-9c3b-5d1f0c7f7a01';
const SUBSCRIPTION = '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03';
const FLAGS = ['--account', '111122223333', '--region', 'eu-west-1', '--azure', '--tenant', TENANT];
const options = optionsOf([...FLAGS, '--subscription', SUBSCRIPTION, '--location', 'westeurope'], {});
const azure = options.azure!;
const signal = new AbortController().signal;

/** What the command of Azure answers, by how it begins; a text that is an error begins with `ERROR`. */
let answers: Record<string, string>;
let asked: string[];
let context: Context;
let folder: string;
let cluster: RunningCluster;
let iam: Server;
let federation: string;

async function answer(command: Command): Promise<string> {
  const text = command.join(' ');
  asked.push(text);
  const [, found = ''] = Object.entries(answers).find(([begin]) => text.startsWith(begin)) ?? [];
  if (found.startsWith('ERROR')) throw new Error(found);
  return found;
}

beforeAll(async () => {
  cluster = await inProcessBackend.start({
    name: azure.cluster,
    version: '1.34',
    nodes: [],
    authenticate: (token) => (token === 'yours' ? { username: 'you', groups: [] } : undefined),
    authorize: () => true,
  });
  iam = createServer((_, response) => response.end(federation)).listen(0, '127.0.0.1');
  await new Promise((resolve) => iam.once('listening', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_IAM', `http://127.0.0.1:${(iam.address() as AddressInfo).port}`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  iam.close();
  await cluster.stop();
});

const federationOf = (isOn: boolean) =>
  `<GetOutboundWebIdentityFederationInfoResponse><GetOutboundWebIdentityFederationInfoResult><IssuerIdentifier>https://issuer</IssuerIdentifier><JwtVendingEnabled>${isOn}</JwtVendingEnabled></GetOutboundWebIdentityFederationInfoResult></GetOutboundWebIdentityFederationInfoResponse>`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-account-'));
  federation = federationOf(true);
  asked = [];
  const kubeconfig = `clusters:\n- cluster:\n    server: ${cluster.endpoint}\n    certificate-authority-data: ${Buffer.from(cluster.certificateAuthority).toString('base64')}\n`;
  const outputs = (client: string) => JSON.stringify({ client: { value: client }, objectId: { value: ID } });
  answers = {
    'az account show --query tenantId': `${TENANT}\n`,
    'az group exists': 'false\n',
    'az aks get-credentials': kubeconfig,
    'az account get-access-token': 'yours\n',
    'az account show': 'you@example.org\n',
    'kubeferry azure-member kubeferry-account-test-into target': written('target'),
    'kubeferry azure-member kubeferry-account-test-back source': written('source'),
    [`az deployment group create --subscription ${SUBSCRIPTION} --resource-group kubeferry-account-test --name kubeferry-target`]:
      outputs(TENANT),
    [`az deployment group create --subscription ${SUBSCRIPTION} --resource-group kubeferry-account-test --name kubeferry-source`]:
      outputs(SUBSCRIPTION),
  };
  const parts = {
    options,
    config: writeConfig(options, folder),
    principal: 'arn:aws:iam::111122223333:role/you',
    say: () => {},
  };
  const made = contextOf({ ...parts, credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }) });
  context = { ...made, run: answer, entries: { [azure.cluster]: () => enterAks(azure, answer) } };
});
afterEach(() => rmSync(folder, { recursive: true }));

const ID = '9b1f6f6e-6a3c-4b5e-8a55-0c4a1d2e3f04';
const written = (side: string) => JSON.stringify({ files: { template: `${side}.json`, parameters: `${side}.p.json` } });

describe('before anything is made in Azure', () => {
  it('is content where everything is there', async () => {
    await expect(checkAzure(context, azure)).resolves.toBeUndefined();
  });

  it.each<[string, () => void, RegExp]>([
    [
      'no command of Azure',
      () => (answers['az account show --query tenantId'] = 'ERROR not found'),
      /az login --tenant/,
    ],
    ['another tenant', () => (answers['az account show --query tenantId'] = 'other'), /is of tenant other/],
    [
      'an account that signs no tokens',
      () => (federation = federationOf(false)),
      /enable-outbound-web-identity-federation/,
    ],
    ['what an earlier test has left', () => (answers['az group exists'] = 'true\n'), /--clean-up first/],
  ])('refuses %s', async (_, change, said) => {
    change();
    await expect(checkAzure(context, azure)).rejects.toThrow(said);
  });
});

it('makes an identity for each side, names them in the configuration, and lets them into the cluster', async () => {
  for (const step of azureSteps(context, azure)) await step.run(signal);
  const { routes } = JSON.parse(readFileSync(context.config, 'utf8').replace(/^export default |;\n$/g, '')) as {
    routes: { source: { client?: string }; target: { client?: string } }[];
  };
  expect(routes.map(({ source, target }) => [source.client, target.client])).toEqual([
    [undefined, TENANT],
    [SUBSCRIPTION, undefined],
  ]);
  expect(asked.filter((text) => text.includes('--issuer https://issuer'))).toHaveLength(2);
  const admins = asked.flatMap((text) => /^az role assignment create --assignee\S* (\S+)/.exec(text)?.[1] ?? []);
  expect(admins).toEqual(['you@example.org', ID]);
  const api = await enterAks(azure, answer);
  const bound = await api.get({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    name: 'kubeferry-reads',
  });
  expect(bound).toMatchObject({ subjects: [{ kind: 'User', name: ID }] });
  api.close();
});

it('takes a cluster that is there, of which you are an administrator, unless it is the source of a kubeferry', async () => {
  const named = { ...azure, makesCluster: false };
  const before = await enterAks(azure, answer);
  for (const object of rightsOf('')) await before.delete(refOf(object));
  const [step] = azureSteps(context, named);
  await step!.run(signal);
  expect(asked.filter((text) => text.startsWith('az role assignment create'))).toHaveLength(1);
  await expect(step!.run(signal)).rejects.toThrow(/has the rights of a kubeferry already/);
  answers['az identity show'] = JSON.stringify({ principalId: ID });
  await removeFromAzure(context, named).run(signal);
  expect(await bindingIn(before)).toBeUndefined();
  before.close();
});

describe('removing what is in Azure', () => {
  const scope = `/subscriptions/${SUBSCRIPTION}/resourceGroups/kubeferry-account-test`;
  const role = (roleName: string) => ({ name: `id of ${roleName}`, roleName, assignableScopes: [scope] });
  const deleted = () => asked.filter((text) => / delete /.test(text));

  it('removes roles of the test and nobody else, and then the group that has its tag', async () => {
    const roles = [
      role('kubeferry-source-kubeferry-account-test-aks cluster abc'),
      role('kubeferry-source-prod cluster abc'),
    ];
    answers = {
      [`az role definition list --custom-role-only true --scope ${scope} `]: JSON.stringify(roles),
      'az role assignment list': '[{"id":"assigned"}]',
      'az group show': '{"tags":{"kubeferry:account-test":"kubeferry-account-test"}}',
    };
    await removeFromAzure(context, azure).run(signal);
    expect(deleted()).toEqual([
      'az role assignment delete --ids assigned --output json',
      `az role definition delete --name id of kubeferry-source-kubeferry-account-test-aks cluster abc --scope ${scope} --output json`,
      `az group delete --subscription ${SUBSCRIPTION} --name kubeferry-account-test --yes --output json`,
    ]);
  });

  it('leaves a group that is not of the test, and is content where there is none', async () => {
    answers = { 'az group show': '{"tags":null}' };
    await removeFromAzure(context, azure).run(signal);
    answers = {
      'az group show': 'ERROR (ResourceGroupNotFound) gone',
      'az role': 'ERROR (ResourceGroupNotFound) gone',
    };
    await removeFromAzure(context, azure).run(signal);
    expect(deleted()).toEqual([]);
  });

  it('knows a disk that a run has left', async () => {
    answers = {
      'az disk list': '[{"id":"of a run","tags":{"kubeferry:made-by":"kubeferry"}},{"id":"of others","tags":null}]',
      'az snapshot list': '[]',
    };
    expect(await leftInAzure(context, azure)).toEqual(['of a run']);
  });
});
