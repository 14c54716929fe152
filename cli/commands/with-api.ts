import type { Command } from 'commander';

/** The flags of every command that talks to the API. */
export const withApi = (command: Command): Command =>
  command
    .optionsGroup('Options:')
    .option('--json', 'print one JSON document on standard output')
    .optionsGroup('Where the hub is, and as whom:')
    .option('--api <url>', "URL of the API; when left out, KUBEFERRY_API, or what the hub's stack says")
    .option('--region <name>', "Region of the hub; the AWS CLI's when left out")
    .option('--profile <name>', 'profile of the AWS CLI; AWS_PROFILE when left out')
    .optionsGroup('Options:');
