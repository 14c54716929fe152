import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type MemberPlace, plainSourcesOf, unique } from '../members.ts';
import { proveItself } from './prove-itself.ts';

/**
 * Reads the secrets by which clusters are entered that are none of EKS, and no other; where they trust STS, gets tokens for them
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html).
 */
export class SourceSecrets extends PolicyDocument {
  constructor(member: MemberPlace) {
    const sources = plainSourcesOf(member);
    const secrets = unique(sources.flatMap(({ secret }) => secret ?? []));
    const audiences = unique(sources.flatMap(({ federated }) => federated?.audience ?? []));
    const keys = unique(sources.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
    const regions = unique(secrets.map((secret) => secret.split(':')[3]!));
    super({
      statements: [
        ...(secrets.length === 0
          ? []
          : [
              new PolicyStatement({
                sid: 'ReadClusterSecrets',
                actions: ['secretsmanager:GetSecretValue'],
                resources: secrets,
              }),
            ]),
        ...(audiences.length === 0 ? [] : [proveItself('ProveItselfToClusters', audiences)]),
        ...(keys.length === 0
          ? []
          : [
              new PolicyStatement({
                sid: 'DecryptClusterSecrets',
                actions: ['kms:Decrypt'],
                resources: keys,
                conditions: {
                  StringEquals: { 'kms:ViaService': regions.map((region) => `secretsmanager.${region}.amazonaws.com`) },
                },
              }),
            ]),
      ],
    });
  }
}
