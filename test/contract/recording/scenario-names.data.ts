/** The longest first. */
export const SCENARIO_NAMES = ['new-cluster', 'everyday', 'adapter-suites', 'demo', 'private-clusters'] as const;
