import type { CallPlace } from '../../adapters/aws/plain-call.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { enterAks } from './azure/enter.ts';
import { type Command, runCommand } from './commands.ts';
import type { Options } from './options.ts';

/** What the steps share. */
export interface Context {
  options: Options;
  /** Where everything is, and as whom it is called. */
  place: CallPlace & { account: string };
  /** Path of the installation's configuration. */
  config: string;
  /** How clusters are entered that EKS does not know. */
  entries: Readonly<Record<string, () => Promise<ClusterApi>>>;
  /** Runs a command of the checkout, with the configuration of the test. Throws what it says when it fails. */
  run(command: Command, signal: AbortSignal): Promise<string>;
  /** Told to whoever watches. */
  say(line: string): void;
}

export interface Parts {
  options: Options;
  credentials: CallPlace['credentials'];
  /** ARN of the IAM user or role that everything is done as. */
  principal: string;
  /** Path of the installation's configuration. */
  config: string;
  say(line: string): void;
}

export function contextOf({ options, credentials, principal, config, say }: Parts): Context {
  const { account, region } = options;
  const env = {
    KUBEFERRY_CONFIG: config,
    ACCOUNT_TEST_ACCOUNT: account,
    ACCOUNT_TEST_REGION: region,
    ACCOUNT_TEST_PRINCIPAL: principal,
  };
  const run: Context['run'] = (command, signal) => runCommand(command, options, env, signal);
  const { azure } = options;
  return {
    options,
    place: { account, region, credentials },
    config,
    entries: azure ? { [azure.cluster]: () => enterAks(azure, run) } : {},
    run,
    say,
  };
}
