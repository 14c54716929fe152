import { BY_USE, HOURLY, HOURS } from './costs.data.ts';

/** What a test costs at most, in sentences for the person who pays. */
export function costLines(makesClusters: boolean): string[] {
  const rows = HOURLY.filter(({ ofClusters }) => makesClusters || !ofClusters);
  const total = rows.reduce((sum, { dollars }) => sum + dollars * HOURS, BY_USE);
  return [
    `It costs about $${total.toFixed(2)} when it takes ${HOURS} hours (list prices of us-east-1; up to twice that elsewhere):`,
    ...rows.map(({ what, dollars, source }) => `  ${what}: $${(dollars * HOURS).toFixed(3)} (${source})`),
    `  what is billed by use: $${BY_USE.toFixed(2)}`,
    'What is not removed goes on costing money: a removal that fails says what is left.',
  ];
}
