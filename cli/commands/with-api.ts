import type { Command } from 'commander';

/** The flags of every command that talks to the API. */
export const withApi = (command: Command): Command =>
  command
    .option('--api <url>', 'URL of the API; KUBEFERRY_API when left out')
    .option('--region <name>', "Region of the API; from its URL, or the AWS CLI's, when left out")
    .option('--json', 'print one JSON document on standard output');
