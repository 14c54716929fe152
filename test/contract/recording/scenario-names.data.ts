/** The longest first. */
export const SCENARIO_NAMES = ['new-cluster', 'everyday', 'demo', 'private-clusters'] as const;
