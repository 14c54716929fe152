import { createHash } from 'node:crypto';
import { AwsError, type Service } from '../../base/service.ts';

export interface NewSecret {
  /** `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX`; the six characters are AWS's choice. */
  arn: string;
  text: string;
}

export interface SecretsManager {
  service: Service;
  /** A second one of the ARN takes the place of the first. */
  createSecret(secret: NewSecret): void;
}

interface Secret extends NewSecret {
  account: string;
  region: string;
  name: string;
  version: string;
  created: Date;
}

/** Secrets Manager: secrets that are made by hand, and read by their ARN (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html). */
export function createSecretsManager(): SecretsManager {
  const secrets = new Map<string, Secret>();
  return {
    service: {
      signingName: 'secretsmanager',
      protocol: 'json',
      jsonVersion: '1.1',
      operations: {
        GetSecretValue(input: { SecretId: string }, call) {
          const unknown = Object.keys(input).filter((member) => member !== 'SecretId');
          if (unknown.length > 0)
            throw new AwsError(
              'UnsupportedByLocalCloud',
              `GetSecretValue: ${unknown.join(', ')} is not implemented here.`,
              501,
            );
          call.authorize('secretsmanager:GetSecretValue', input.SecretId);
          const secret = secrets.get(input.SecretId);
          // A secret of another account takes a resource policy there, and none can be given here.
          if (!secret || secret.account !== call.account || secret.region !== call.region)
            throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
          const { arn: ARN, name: Name, text: SecretString, version: VersionId, created } = secret;
          const CreatedDate = created.getTime() / 1_000;
          return { ARN, Name, SecretString, VersionId, VersionStages: ['AWSCURRENT'], CreatedDate };
        },
      },
    },
    createSecret({ arn, text }) {
      const [, , , region = '', account = '', , name = ''] = arn.split(':');
      const digest = createHash('sha256').update(arn).digest('hex');
      const version = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
      secrets.set(arn, { arn, text, region, account, name: name.slice(0, -7), version, created: new Date(0) });
    },
  };
}
