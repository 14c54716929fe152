import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { CommandEnd, EXIT } from '../exit-codes.ts';

export type OwnCredentials = ReturnType<typeof fromNodeProviderChain>;

/** As the AWS CLI finds them: environment, profile, single sign-on, the role of the machine. Ends the command without. */
export function ownCredentials(profile?: string): OwnCredentials {
  const chain = fromNodeProviderChain(profile ? { profile } : {});
  return (options) =>
    chain(options).catch((error: Error) => {
      const name = profile ?? process.env.AWS_PROFILE;
      throw new CommandEnd(
        EXIT.badInput,
        `kubeferry: there are no AWS credentials${name ? ` in the profile "${name}"` : ''}: ${error.message.replace(/\.?$/, '.')} ` +
          `Way out: --profile or AWS_PROFILE, \`aws sso login${name ? ` --profile ${name}` : ''}\`, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
      );
    });
}
