import { createHash } from 'node:crypto';
import { AwsError, type Service } from '../../base/service.ts';

export interface NewSecret {
  account: string;
  region: string;
  name: string;
  text: string;
}

export interface SecretsManager {
  service: Service;
  /** Answers the ARN, which ends with six characters that nobody chooses. A second one of the name takes the place of the first. */
  createSecret(secret: NewSecret): string;
}

interface Secret extends NewSecret {
  arn: string;
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
    createSecret(given) {
      const digest = createHash('sha256').update(`${given.account} ${given.region} ${given.name}`).digest('hex');
      const arn = `arn:aws:secretsmanager:${given.region}:${given.account}:secret:${given.name}-${digest.slice(0, 6)}`;
      const version = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
      secrets.set(arn, { ...given, arn, version, created: new Date(0) });
      return arn;
    },
  };
}
