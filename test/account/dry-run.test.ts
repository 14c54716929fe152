import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkConfig } from '../../lib/routes.ts';
import { configOf } from './config-file.ts';
import { optionsOf } from './options.ts';
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

it('makes a configuration that the app takes', () => {
  expect(checkConfig(configOf(options), []).routes).toHaveLength(1);
});
