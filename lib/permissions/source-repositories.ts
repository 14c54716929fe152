import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Repository } from '../../core/base/request/repository.ts';
import { partitionOf } from '../arns.ts';
import { type MemberPlace, unique } from '../members.ts';

/** The repositories of files that the routes of a source name. */
export const repositoriesOf = ({ side, routes }: Pick<MemberPlace, 'side' | 'routes'>): Repository[] =>
  side === 'source' ? routes.flatMap(({ repositories = {} }) => Object.values(repositories)) : [];

/**
 * Reads the repositories that routes name, their folders and secrets only; nothing in them is written, so that the tool that
 * fills them notices nothing (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html).
 */
export class SourceRepositories extends PolicyDocument {
  constructor(member: MemberPlace) {
    const repositories = repositoriesOf(member);
    const bucketArn = ({ bucket }: Repository) => `arn:${partitionOf(member.region)}:s3:::${bucket}`;
    super({
      statements: [
        new PolicyStatement({
          sid: 'ReadRepositories',
          actions: ['s3:GetObject'],
          resources: unique(repositories.map((each) => `${bucketArn(each)}/${folderOf(each)}*`)),
        }),
        ...repositories.map(
          (each, at) =>
            new PolicyStatement({
              sid: `ListRepository${at + 1}`,
              actions: ['s3:ListBucket'],
              resources: [bucketArn(each)],
              conditions: { StringLike: { 's3:prefix': `${folderOf(each)}*` } },
            }),
        ),
        new PolicyStatement({
          sid: 'ReadPasswords',
          actions: ['secretsmanager:GetSecretValue'],
          resources: unique(repositories.map(({ secret }) => secret)),
        }),
        ...keysOf(repositories, member.region),
      ],
    });
  }
}

/** `{namespace}` and `{claim}` are names that are not known here. */
function folderOf({ prefix }: Repository): string {
  const folder = prefix.replaceAll(/\{(namespace|claim)\}/g, '*');
  return folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
}

/** Through the bucket and the secret alone. */
function keysOf(repositories: Repository[], ownRegion: string): PolicyStatement[] {
  const keys = unique(repositories.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
  const regions = unique(repositories.map(({ region = ownRegion }) => region));
  if (keys.length === 0) return [];
  const services = regions.flatMap((region) => [
    `s3.${region}.amazonaws.com`,
    `secretsmanager.${region}.amazonaws.com`,
  ]);
  return [
    new PolicyStatement({
      sid: 'DecryptRepositories',
      actions: ['kms:Decrypt'],
      resources: keys,
      conditions: { StringEquals: { 'kms:ViaService': services } },
    }),
  ];
}
