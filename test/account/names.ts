/** Names of what the account test makes. Each is its own, so that nothing else of the account is met. */
const NAME = 'kubeferry-account-test';

/** On everything that it makes, and what `--clean-up` finds it by. */
export const TEST_TAG = { key: 'kubeferry:account-test', value: NAME } as const;

export const ROUTE = NAME;
export const WORLD_STACK = `${NAME}-clusters`;
export const TOOLKIT_STACK = `${NAME}-toolkit`;
/** Of the roles and the bucket of its own bootstrap: ten letters at most. */
export const QUALIFIER = 'kfaccount';

/** Source namespace, with a StatefulSet of one pod. */
export const NAMESPACE = NAME;
export const POD = 'db-0';
export const CLAIM = 'data-db-0';
export const BYTES_AT = '/data/bytes';
export const DATA_MIB = 64;

/** What is made in Azure, and the routes and target namespaces of the walk between both clouds. */
export const AZURE = {
  resourceGroup: NAME,
  nodeResourceGroup: `${NAME}-nodes`,
  cluster: `${NAME}-aks`,
  intoAks: { route: `${NAME}-into`, namespace: `${NAME}-azure` },
  fromAks: { route: `${NAME}-back`, namespace: `${NAME}-back` },
} as const;

/** Every namespace that the test makes, whichever walk it is. */
export const NAMESPACES: readonly string[] = [
  NAME,
  `${NAME}-shared`,
  `${NAME}-blocks`,
  AZURE.intoAks.namespace,
  AZURE.fromAks.namespace,
];

/** What runs of the test tag their volumes and snapshots with: the claim that each is read from. */
export const CLAIMS: readonly string[] = [NAME, AZURE.intoAks.namespace].map((namespace) => `${namespace}/data-db-0`);

export const CLUSTERS = { source: `${NAME}-source`, target: `${NAME}-target` } as const;

/** How volumes travel, and the target namespace of each. */
export const STRATEGIES = {
  'share-and-copy': `${NAME}-shared`,
  'copy-blocks': `${NAME}-blocks`,
} as const;
export type Strategy = keyof typeof STRATEGIES;
