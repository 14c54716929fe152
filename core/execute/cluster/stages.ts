/** Those that fill a cluster once it is there, in their order: a later one needs the earlier ones. */
export const PART_STAGES = ['nodes', 'add-ons', 'access'] as const;

/** What is made together, beginning with the cluster itself. */
export type Stage = 'cluster' | (typeof PART_STAGES)[number];
