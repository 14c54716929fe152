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

export const CLUSTERS = { source: `${NAME}-source`, target: `${NAME}-target` } as const;

/** How volumes travel, and the target namespace of each. */
export const STRATEGIES = {
  'share-and-copy': `${NAME}-shared`,
  'copy-blocks': `${NAME}-blocks`,
} as const;
export type Strategy = keyof typeof STRATEGIES;
