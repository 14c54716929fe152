import { STSClient } from '@aws-sdk/client-sts';
import { describeStack } from '../../adapters/aws/stacks.ts';
import { HUB_STACK } from '../../core/base/run/names.ts';
import { badInput, CommandEnd, EXIT } from '../exit-codes.ts';
import { callerOf, isRefused } from './caller.ts';
import type { Located } from './located.ts';
import { type OwnCredentials, ownCredentials } from './own-credentials.ts';

export interface ConnectionFlags {
  api?: string;
  region?: string;
  profile?: string;
}

const OTHERWISE = 'Or give the URL of the API by --api or KUBEFERRY_API.';

/**
 * The API as --api or KUBEFERRY_API has it, else as the hub's stack tells, which is looked for with the credentials and
 * in the Region of the AWS CLI. Nothing is kept: a hub that was deployed again is found again.
 */
export async function locate({ api = process.env.KUBEFERRY_API, region, profile }: ConnectionFlags): Promise<Located> {
  const credentials = ownCredentials(profile);
  if (api) return { api, credentials, region: await regionOf(urlOf(api), region, profile) };
  const own = region ?? (await cliRegion(profile));
  if (!own) {
    // A profile that does not exist has no Region either.
    await credentials();
    throw badInput([
      `In which Region is the hub? Give --region, AWS_REGION, or a profile that has a region. ${OTHERWISE}`,
    ]);
  }
  // Without any, their own sentence is the one to read.
  await credentials();
  return { api: await apiOf(own, credentials), region: own, credentials };
}

function urlOf(api: string): URL {
  if (/^https?:/.test(api) && URL.canParse(api)) return new URL(api);
  throw badInput([
    `"${api}" is no URL of an API. It is the output "api" of the stack ${HUB_STACK}, or what \`kubeferry local\` prints; ` +
      'leave it out to have it looked up.',
  ]);
}

/** A deployed API has its Region in its name. */
async function regionOf({ hostname }: URL, given: string | undefined, profile: string | undefined): Promise<string> {
  const [, own] = /\.execute-api\.([a-z0-9-]+)\./.exec(hostname) ?? [];
  const region = given ?? own ?? (await cliRegion(profile));
  if (region) return region;
  throw badInput(['In which Region is the API? Give --region or AWS_REGION.']);
}

/** As the AWS CLI has it: the environment, then the profile. */
async function cliRegion(profile: string | undefined): Promise<string | undefined> {
  const sts = new STSClient(profile ? { profile } : {});
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return AWS_REGION ?? AWS_DEFAULT_REGION ?? (await sts.config.region().catch(() => undefined));
}

async function apiOf(region: string, credentials: OwnCredentials): Promise<string> {
  try {
    const { outputs } = await describeStack({ region, credentials }, HUB_STACK);
    if (outputs.api) return outputs.api;
  } catch (error) {
    throw await explained(error, region, credentials);
  }
  throw new CommandEnd(
    EXIT.failed,
    `kubeferry: the stack ${HUB_STACK} in ${region} has no output "api": deploy it again.`,
  );
}

async function explained(error: unknown, region: string, credentials: OwnCredentials): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  // What AWS said, without the way out that is meant for the functions of the hub.
  const { name: code, message: said } = error.cause instanceof Error ? error.cause : error;
  if (isRefused(code)) return refusedCredentials(said);
  const head = `kubeferry: the API could not be looked up in ${region}`;
  if (error.name !== 'NotFound' && error.name !== 'AccessDenied')
    return new CommandEnd(EXIT.failed, `${head}: ${said}. ${OTHERWISE}`);
  const { account } = await callerOf({ region, credentials });
  if (error.name === 'AccessDenied')
    return new CommandEnd(
      EXIT.failed,
      `${head}: your credentials of account ${account} lack a right. ${said}\n${OTHERWISE}`,
    );
  return badInput([
    `There is no stack ${HUB_STACK} in ${region} of account ${account}. Is the hub in another Region or account? ` +
      `Give --region, --profile or AWS_PROFILE. ${OTHERWISE}`,
  ]);
}

export const refusedCredentials = (said: string) =>
  new CommandEnd(
    EXIT.badInput,
    `kubeferry: AWS does not accept your credentials: ${said.replace(/\.?$/, '.')} ` +
      "Get new ones (`aws sso login`, or the pipeline's role again), or look at --profile and AWS_PROFILE.",
  );
