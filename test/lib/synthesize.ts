import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { JsonObject } from '../../kube/kube-object.ts';
import { addStacks } from '../../lib/app.ts';
import { FLAGS } from '../../lib/flags.ts';

export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no common type; tests look at what they know
  Properties: any;
  DeletionPolicy?: string;
}

export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: JsonObject;
}

const KEY = '11111111-2222-3333-4444-555555555555';

/** Two accounts that clone to each other's environments, three Regions, one route with a key of its own. */
export const CONFIG = {
  hub: { account: '111122223333', region: 'eu-west-1' },
  installation: 'installation-1',
  routes: [
    {
      name: 'prod-to-dev',
      source: { account: '222233334444', region: 'us-east-1', cluster: 'prod' },
      target: {
        account: '444455556666',
        region: 'eu-west-1',
        cluster: 'dev',
        create: {
          roleArn: 'arn:aws:iam::444455556666:role/eks-cluster',
          nodeRoleArn: 'arn:aws:iam::444455556666:role/eks-node',
          subnetIds: ['subnet-0a', 'subnet-0b'],
          securityGroupIds: [],
          serviceAccountRoles: 'oidc-provider',
          map: {
            'arn:aws:iam::222233334444:role/web': 'arn:aws:iam::444455556666:role/web',
            'arn:aws:iam::222233334444:role/admin': null,
            'lt-0123456789abcdef0': 'lt-0fedcba9876543210',
            [`arn:aws:kms:us-east-1:222233334444:key/${KEY}`]: `arn:aws:kms:eu-west-1:444455556666:key/${KEY}`,
          },
        },
      },
      mayQuiesce: true,
    },
    {
      name: 'prod-to-qa',
      source: {
        account: '222233334444',
        region: 'us-east-1',
        cluster: 'prod-2',
        connector: {
          endpoint: 'https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com',
          subnetIds: ['subnet-0c', 'subnet-0d'],
          securityGroupIds: ['sg-0a1b2c3d4e5f60718'],
        },
      },
      target: {
        account: '777788889999',
        region: 'eu-central-1',
        cluster: 'qa',
        kmsKeyArn: `arn:aws:kms:eu-central-1:777788889999:key/${KEY}`,
      },
    },
    {
      name: 'dev-to-qa',
      source: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
      target: { account: '777788889999', region: 'eu-central-1', cluster: 'qa' },
    },
  ],
};

/** The same, where claims of a route may come from a repository of restic. */
export const WITH_REPOSITORIES = {
  ...CONFIG,
  routes: CONFIG.routes.map((route) =>
    route.name === 'prod-to-dev'
      ? {
          ...route,
          repositories: {
            nightly: {
              type: 'restic',
              bucket: 'backups',
              prefix: 'restic/{namespace}/{claim}',
              secret: 'arn:aws:secretsmanager:us-east-1:222233334444:secret:restic-abcdef',
              kmsKeyArn: `arn:aws:kms:us-east-1:222233334444:key/${KEY}`,
            },
          },
        }
      : route,
  ),
};

/** One more route, which begins at backups of Velero. */
export const WITH_BACKUPS = {
  ...CONFIG,
  routes: [
    ...CONFIG.routes,
    {
      name: 'backups-to-dev',
      source: {
        kind: 'velero',
        account: '888899990000',
        region: 'us-east-1',
        cluster: 'old',
        backups: {
          bucket: 'velero',
          prefix: 'team',
          secret: 'arn:aws:secretsmanager:us-east-1:888899990000:secret:velero-abcdef',
        },
      },
      target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
    },
  ],
};

/** The same, with a route that may use some snapshots of others. */
export const ALLOWING = {
  ...WITH_REPOSITORIES,
  routes: WITH_REPOSITORIES.routes.map((route) =>
    route.name === 'prod-to-dev'
      ? {
          ...route,
          source: {
            ...route.source,
            allowSnapshots: ['snap-0a1b2c3d4e5f60718', 'aws:dlm:lifecycle-policy-id=policy-*', 'team=shop'],
          },
        }
      : route,
  ),
};

/** A cluster that is none of EKS, reached through a connector. */
export const ELSEWHERE = {
  ...CONFIG,
  routes: [
    ...CONFIG.routes,
    {
      name: 'factory-to-dev',
      source: {
        kind: 'kubernetes',
        account: '222233334444',
        region: 'eu-central-1',
        cluster: 'factory',
        endpoint: 'https://k8s.factory.example:6443',
        secret: 'arn:aws:secretsmanager:eu-central-1:222233334444:secret:factory-AbCdEf',
        kmsKeyArn: `arn:aws:kms:eu-central-1:222233334444:key/${KEY}`,
        connector: { subnetIds: ['subnet-0e'], securityGroupIds: ['sg-0f'] },
      },
      target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
    },
  ],
};

/** The page hosted for two groups of an issuer, of which one has rights on two routes. */
export const UI = {
  issuer: 'https://login.example.com/team',
  clientId: 'kubeferry-page',
  endpoints: ['https://tokens.example.com'],
  groups: {
    'kf-dev': { developer: ['prod-to-dev'], viewer: ['prod-to-qa'] },
    'kf-lead': { approver: ['prod-to-dev'] },
  },
  origin: 'https://d111111abcdef8.cloudfront.net',
};
export const WITH_UI = { ...CONFIG, ui: UI };

export const MOVER = `restic/restic@sha256:${'0123456789abcdef'.repeat(4)}`;
/** The same, where its runs may make Jobs in that cluster. */
export const WITH_MOVERS = {
  ...ELSEWHERE,
  routes: ELSEWHERE.routes.map((route) =>
    'kind' in route.source ? { ...route, source: { ...route.source, mover: { image: MOVER } } } : route,
  ),
};

/** Step -> the files beside the code of a function, by the latest synthesis. */
export const filesBeside = new Map<string, Record<string, string>>();

const HANDLER = 'export const handler = async () => undefined';

/** An app with functions whose code is one line: what is tested here is everything around the code. */
export function appOf(config: unknown = CONFIG, handler = HANDLER): { app: App; remove: () => void } {
  const outdir = mkdtempSync(join(tmpdir(), 'kubeferry-synth-'));
  // CloudFormation's own rules take seconds, and run at every synthesis for a deployment.
  const app = new App({ postCliContext: FLAGS, outdir, builtinCloudFormationValidation: false });
  addStacks(app, config, {
    code: (step, beside) => {
      if (beside) filesBeside.set(step, beside());
      return Code.fromInline(handler);
    },
  });
  return { app, remove: () => rmSync(outdir, { recursive: true, force: true }) };
}

/** Stack name -> template. */
export function synthesize(config: unknown = CONFIG, handler = HANDLER): Record<string, Template> {
  const { app, remove } = appOf(config, handler);
  try {
    const stacks = app.synth({ skipValidation: true }).stacks;
    return Object.fromEntries(stacks.map((stack) => [stack.stackName, stack.template as Template]));
  } finally {
    remove();
  }
}

/** Logical id and resource of every resource of a type. */
export const ofType = (template: Template | undefined, type: string): [string, Resource][] =>
  Object.entries(template?.Resources ?? {}).filter(([, resource]) => resource.Type === type);

/** `{ Ref }` and `{ Fn::GetAtt }` as the logical id that they point to. */
export function target(value: unknown): string {
  const pointer = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return pointer.Ref ?? pointer['Fn::GetAtt']?.[0] ?? '';
}
