import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkConfig } from '../../lib/routes.ts';
import { configOf } from './config-file.ts';
import { type Options, optionsOf } from './options.ts';
import { testAccount } from './test-account.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeferry-account-'));
afterAll(() => rmSync(folder, { recursive: true }));

const options = optionsOf(['--account', '111122223333', '--region', 'eu-west-1', '--dry-run'], {});

it('prints every step, every removal and the costs, without any credentials', async () => {
  const lines: string[] = [];
  await testAccount(options, { folder, signal: new AbortController().signal, say: (line) => lines.push(line) });
  const titles = lines.filter((line) => /^\d+\. /.test(line)).map((line) => line.replace(/^\d+\. /, ''));
  expect(titles).toEqual([
    'Bootstrap the CDK, for this test alone',
    'Make two clusters; this takes about 20 minutes',
    'Deploy kubeferry',
    'Run a database in kubeferry-account-test-source',
    'Let the doctor look at the route',
    'Clone it into kubeferry-account-test-shared by share-and-copy',
    'Compare the bytes that came by share-and-copy',
    'Clone it into kubeferry-account-test-blocks by copy-blocks',
    'Compare the bytes that came by copy-blocks',
    'Roll back every run',
    'See that the roll-back has left nothing',
    'Roll back every run',
    'Remove the workload from kubeferry-account-test-target',
    'Remove the workload from kubeferry-account-test-source',
    'Delete the stack kubeferry-hub',
    'Delete the stack kubeferry-source-111122223333-eu-west-1',
    'Delete the stack kubeferry-target-111122223333-eu-west-1',
    'Delete the stack kubeferry-account-test-clusters',
    'Delete the stack kubeferry-account-test-toolkit',
    'Remove what is left',
  ]);
  expect(lines.join('\n')).toContain('It costs about $');
});

const AZURE = [
  ...['--azure', '--tenant', '0f6ad33f-1b0b-4b0c-9c3b-5d1f0c7f7a01', '--location', 'westeurope'],
  ...['--subscription', '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03'],
];
const withAzure = (...more: string[]) =>
  optionsOf(['--account', '111122223333', '--region', 'eu-west-1', '--dry-run', ...AZURE, ...more], {});

async function dryRun(of: Options): Promise<{ lines: string[]; titles: string[] }> {
  const lines: string[] = [];
  await testAccount(of, { folder, signal: new AbortController().signal, say: (line) => lines.push(line) });
  const titles = lines.filter((line) => /^\d+\. /.test(line)).map((line) => line.replace(/^\d+\. /, ''));
  return { lines, titles };
}

it('prints the walk into Azure and back, with what it makes and costs in both clouds', async () => {
  const { lines, titles } = await dryRun(withAzure());
  expect(titles).toEqual([
    'Bootstrap the CDK, for this test alone',
    'Make two clusters; this takes about 20 minutes',
    'Make a resource group in Azure',
    'Make a cluster of AKS; this takes about 10 minutes',
    'Make an identity for each side in Azure, and let it into the cluster',
    'Deploy kubeferry',
    'Run a database in kubeferry-account-test-source',
    'Let the doctor look at the route',
    'Let the doctor look at the route',
    'Clone it into kubeferry-account-test-azure from AWS',
    'Compare the bytes that came from AWS',
    'Clone it into kubeferry-account-test-back from Azure',
    'Compare the bytes that came from Azure',
    'Roll back every run',
    'See that the roll-back has left nothing',
    'Roll back every run',
    'Remove the workload from kubeferry-account-test-aks',
    'Remove the workload from kubeferry-account-test-target',
    'Remove the workload from kubeferry-account-test-source',
    'Remove what is in Azure',
    'Delete the stack kubeferry-hub',
    'Delete the stack kubeferry-source-111122223333-eu-west-1',
    'Delete the stack kubeferry-target-111122223333-eu-west-1',
    'Delete the stack kubeferry-account-test-clusters',
    'Delete the stack kubeferry-account-test-toolkit',
    'Remove what is left',
  ]);
  const said = lines.join('\n');
  expect(said).toContain('in subscription 7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03, westeurope');
  expect(said).toMatch(/a node Standard_D2s_v5 of AKS .*: \$0\.\d+ /);
  expect(said).toContain('az aks create --subscription 7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03 ');
});

it('makes no cluster of AKS where one is named, and removes none', async () => {
  const groups = ['--aks-resource-group', 'shop', '--aks-node-resource-group', 'MC_shop'];
  const { lines, titles } = await dryRun(withAzure('--aks-cluster', 'prod', ...groups));
  expect(titles.filter((title) => /of AKS;|resource group in Azure/.test(title))).toEqual([]);
  expect(lines.join('\n')).toContain('the identities in shop, and their rights in the cluster; the cluster stays');
  expect(lines.join('\n')).not.toContain('Standard_D2s_v5');
});

it('makes a configuration with Azure at one end and then at the other, which the app takes', () => {
  const { routes } = checkConfig(configOf(withAzure()), []);
  expect(routes.map(({ source, target }) => [source.kind, target.kind])).toEqual([
    [undefined, 'aks'],
    ['aks', undefined],
  ]);
});

it('makes a configuration that the app takes', () => {
  expect(checkConfig(configOf(options), []).routes).toHaveLength(1);
});
