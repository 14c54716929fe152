import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { WEB_IDENTITY } from '../../core/base/run/names.ts';
import { type MemberPlace, plainSourcesOf, unique } from '../members.ts';

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
        ...(audiences.length === 0 ? [] : [proveItself(audiences)]),
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

/**
 * Tokens for the clusters of the routes alone, which are of no use to others, and of no use for long
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html).
 */
function proveItself(audiences: string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'ProveItselfToClusters',
    actions: ['sts:GetWebIdentityToken'],
    resources: ['*'],
    conditions: {
      'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': audiences },
      Null: { 'sts:IdentityTokenAudience': 'false' },
      StringEquals: { 'sts:SigningAlgorithm': WEB_IDENTITY.algorithm },
      NumericLessThanEquals: { 'sts:DurationSeconds': WEB_IDENTITY.seconds },
    },
  });
}
