import { describe, expect, it } from 'vitest';
import { CommandEnd } from '../../cli/exit-codes.ts';
import { costLines } from './costs.ts';
import { optionsOf } from './options.ts';

const ACCOUNT = ['--account', '111122223333'];

function refusal(args: string[], env: Record<string, string> = {}): string {
  try {
    optionsOf(args, env);
  } catch (error) {
    if (error instanceof CommandEnd) return error.message;
    throw error;
  }
  throw new Error('It was taken.');
}

it('makes two clusters in the Region of the AWS CLI, after it has asked', () => {
  expect(optionsOf(ACCOUNT, { AWS_REGION: 'eu-west-1' })).toEqual({
    account: '111122223333',
    region: 'eu-west-1',
    clusters: { source: 'kubeferry-account-test-source', target: 'kubeferry-account-test-target' },
    makesClusters: true,
    mode: 'run',
    yes: false,
  });
});

it('takes two clusters that are there', () => {
  const clusters = ['--source-cluster', 'prod', '--target-cluster', 'dev'];
  expect(optionsOf([...ACCOUNT, '--region', 'eu-west-1', ...clusters], {})).toMatchObject({
    clusters: { source: 'prod', target: 'dev' },
    makesClusters: false,
  });
});

it('says all mistakes at once', () => {
  const said = refusal(['--account', '1234', '--source-cluster', 'prod', '--dry-run', '--clean-up']);
  expect(said.match(/--[a-z-]+/g)).toEqual(expect.arrayContaining(['--account', '--region', '--target-cluster']));
  expect(said).toContain('4 mistakes');
});

it('has no default for the account: nobody pays by accident', () => {
  expect(refusal(['--region', 'eu-west-1'])).toContain('--account');
});

describe('with Azure', () => {
  const REGION = ['--region', 'eu-west-1'];
  it('names everything that is missing in one sentence', () => {
    expect(refusal([...ACCOUNT, ...REGION, '--azure'])).toContain(
      '--azure needs --tenant, --subscription, --location:',
    );
    const named = ['--azure', '--aks-cluster', 'prod', '--location', 'westeurope'];
    expect(refusal([...ACCOUNT, ...REGION, ...named])).toContain(
      '--azure needs --tenant, --subscription, --aks-resource-group, --aks-node-resource-group:',
    );
  });

  it.each([
    [['--azure', '--tenant', 'contoso'], /--tenant contoso: it is a UUID/],
    [['--location', 'westeurope'], /--azure: what is said of Azure goes with it/],
    [['--azure', '--aks-resource-group', 'shop'], /--aks-cluster: name it/],
  ])('refuses %s', (args, said) => {
    expect(refusal([...ACCOUNT, ...REGION, ...args])).toMatch(said);
  });
});

it('says what it costs, and less when the clusters are there already', () => {
  const dollars = (makesClusters: boolean) => Number(/\$(\d+\.\d+)/.exec(costLines({ makesClusters })[0] ?? '')?.[1]);
  expect(dollars(true)).toBeGreaterThan(2 * 2 * 0.1);
  expect(dollars(false)).toBeLessThan(0.1);
});
