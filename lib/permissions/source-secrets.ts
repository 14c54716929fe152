import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type MemberPlace, plainSourcesOf, unique } from '../members.ts';

/**
 * Reads the secrets by which clusters are entered that are none of EKS, and no other
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html).
 */
export class SourceSecrets extends PolicyDocument {
  constructor(member: MemberPlace) {
    const sources = plainSourcesOf(member);
    const keys = unique(sources.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
    const regions = unique(sources.map(({ secret }) => secret.split(':')[3]!));
    super({
      statements: [
        new PolicyStatement({
          sid: 'ReadClusterSecrets',
          actions: ['secretsmanager:GetSecretValue'],
          resources: unique(sources.map(({ secret }) => secret)),
        }),
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
