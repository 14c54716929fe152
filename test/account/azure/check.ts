import { iamCalls } from '../../../adapters/aws/iam.ts';
import { badInput } from '../../../cli/exit-codes.ts';
import type { Context } from '../context.ts';
import type { AzureOptions } from '../options.ts';

/** Of the tokens by which roles of the account prove themselves. Throws bad input where the account signs none: it is a setting of the whole account, which no test changes. */
export async function issuerOf({ account, region, credentials }: Context['place']): Promise<string> {
  const iam = iamCalls({ account, region, credentials, roleArn: '' });
  const { IssuerIdentifier, JwtVendingEnabled } = await iam('GetOutboundWebIdentityFederationInfo', {}).catch(
    (error: Error) => {
      if (/FeatureDisabled/.test(error.name)) return { IssuerIdentifier: undefined, JwtVendingEnabled: 'false' };
      throw error;
    },
  );
  if (typeof IssuerIdentifier === 'string' && IssuerIdentifier && JwtVendingEnabled !== 'false')
    return IssuerIdentifier;
  throw badInput([
    `Account ${account} signs no tokens for Entra ID to trust: run aws iam enable-outbound-web-identity-federation there once, which this test does not do by itself.`,
  ]);
}

/** Throws bad input, before anything is made, where the command of Azure is missing or signed in elsewhere. */
export async function checkAzure(
  { run, place }: Context,
  { tenant, subscription, makesCluster, resourceGroup }: AzureOptions,
) {
  const { signal } = new AbortController();
  const ask = (...args: string[]) => run(['az', ...args, '--subscription', subscription, '--output', 'tsv'], signal);
  const signedIn = await ask('account', 'show', '--query', 'tenantId').catch((error: Error) => {
    throw badInput([
      `The command of Azure does not answer; install it, and sign in by az login --tenant ${tenant}: ${error.message}`,
    ]);
  });
  if (signedIn.trim() !== tenant)
    throw badInput([
      `--tenant ${tenant}: subscription ${subscription} is of tenant ${signedIn.trim()}. Nothing was made.`,
    ]);
  await issuerOf(place);
  if (makesCluster && (await ask('group', 'exists', '--name', resourceGroup)).trim() === 'true')
    throw badInput([
      `${subscription} has a resource group ${resourceGroup} already: if an earlier test has left it, remove it by --clean-up first.`,
    ]);
}
