/**
 * The one file that you edit: which accounts take part, and which routes may be sailed.
 * A route is directed: `prod-to-dev` gives nobody a way from dev to prod.
 */
import type { Config } from './core/base/request/config.ts';

const config: Config = {
  /** Where the state machines run; best in the account or Region of the targets. */
  hub: { account: '111122223333', region: 'eu-west-1' },
  /** A name for this installation; it is the ExternalId that the members' roles ask for. Unique, not secret. */
  installation: 'kubeferry-example',
  routes: [
    {
      name: 'prod-to-dev',
      /** `allowVolumes` takes volumes that do not prove to be the cluster's: `['vol-0a1b2c3d4e5f60718', 'team=shop']`. */
      source: { account: '222233334444', region: 'us-east-1', cluster: 'prod' },
      target: {
        account: '444455556666',
        region: 'eu-west-1',
        cluster: 'dev',
        /** What `dev` is made of when it does not exist and a request asks for it; leave it out if that must not be. */
        create: {
          roleArn: 'arn:aws:iam::444455556666:role/eks-cluster',
          nodeRoleArn: 'arn:aws:iam::444455556666:role/eks-node',
          subnetIds: ['subnet-036587b42cad15026', 'subnet-0cd74a15d02303abf', 'subnet-083baf4e0c38db4d6'],
          podExecutionRoleArn: 'arn:aws:iam::444455556666:role/eks-fargate',
          /** Service accounts that take a role by their annotation get a pod identity association instead. */
          serviceAccountRoles: 'pod-identity',
          map: {
            'arn:aws:iam::222233334444:role/prod-orders': 'arn:aws:iam::444455556666:role/dev-orders',
            'arn:aws:iam::222233334444:role/prod-karpenter-node': 'arn:aws:iam::444455556666:role/dev-karpenter-node',
            'lt-0a1b2c3d4e5f60718': 'lt-0b1b2c3d4e5f60718',
          },
        },
      },
      mayQuiesce: true,
      /** Runs may keep captures: the source's account pays for their snapshots until they are removed. */
      mayCapture: true,
      /** `required`: every clone waits after its plan until somebody approves it. */
      approval: 'optional',
      /** What an approved run does with objects that changed since: `refuse` (the default) ends it, `leave-out` clones without them. */
      whenChanged: 'refuse',
      /** What no request may exceed; every field may be left out. */
      limits: {
        /** Namespaces of the target that may be cloned into, with `*` for any letters. */
        targetNamespaces: ['*'],
      },
    },
  ],
};

export default config;
