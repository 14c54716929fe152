import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Repository } from '../../core/base/request/repository.ts';
import { partitionOf } from '../arns.ts';
import { type MemberPlace, unique } from '../members.ts';

/** A folder of a bucket that a backup tool fills. */
type Filled = Pick<Repository, 'bucket' | 'prefix' | 'region' | 'kmsKeyArn'> & { secret?: string | undefined };

/** What Velero keeps in its bucket, each in a folder of its own (velero `pkg/persistence/object_store_layout.go`). */
const OF_VELERO = ['backups/', 'kopia/', 'restic/'];

/** The repositories of files that the routes of a source name, and the backups that they begin at. */
export const filledByOthers = ({ side, routes }: Pick<MemberPlace, 'side' | 'routes'>): Filled[] =>
  side === 'source'
    ? routes.flatMap(({ source, repositories = {} }) => [...Object.values(repositories), ...backupsOf(source)])
    : [];

const backupsOf = (source: MemberPlace['routes'][number]['source']): Filled[] =>
  source.kind === 'velero'
    ? OF_VELERO.map((folder) => ({ ...source.backups, prefix: `${folderOf(source.backups)}${folder}` }))
    : [];

/**
 * Reads the repositories that routes name and the backups that they begin at, their folders and secrets only; nothing in them is written, so that the tool that
 * fills them notices nothing (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html).
 */
export class SourceRepositories extends PolicyDocument {
  constructor(member: MemberPlace) {
    const repositories = filledByOthers(member);
    const secrets = unique(repositories.flatMap(({ secret }) => secret ?? []));
    const bucketArn = ({ bucket }: Filled) => `arn:${partitionOf(member.region)}:s3:::${bucket}`;
    super({
      statements: [
        new PolicyStatement({
          sid: 'ReadRepositories',
          actions: ['s3:GetObject'],
          resources: unique(repositories.map((each) => `${bucketArn(each)}/${folderOf(each)}*`)),
        }),
        ...[...Map.groupBy(repositories, bucketArn)].map(
          ([bucket, folders], at) =>
            new PolicyStatement({
              sid: `ListRepository${at + 1}`,
              actions: ['s3:ListBucket'],
              resources: [bucket],
              conditions: { StringLike: { 's3:prefix': unique(folders.map((each) => `${folderOf(each)}*`)) } },
            }),
        ),
        ...(secrets.length > 0
          ? [
              new PolicyStatement({
                sid: 'ReadPasswords',
                actions: ['secretsmanager:GetSecretValue'],
                resources: secrets,
              }),
            ]
          : []),
        ...keysOf(repositories, member.region),
      ],
    });
  }
}

/** `{namespace}` and `{claim}` are names that are not known here. */
function folderOf({ prefix }: Pick<Filled, 'prefix'>): string {
  const folder = prefix.replaceAll(/\{(namespace|claim)\}/g, '*');
  return folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
}

/** Through the bucket and the secret alone. */
function keysOf(repositories: Filled[], ownRegion: string): PolicyStatement[] {
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
