import { BY_USE, HOURLY, HOURS } from './costs.data.ts';
import type { Options } from './options.ts';

/** What a test costs at most, in sentences for the person who pays. */
export function costLines({ makesClusters, azure }: Pick<Options, 'makesClusters' | 'azure'>): string[] {
  const isThere = {
    clusters: makesClusters,
    volumes: true,
    aks: azure?.makesCluster === true,
    disks: azure !== undefined,
  };
  const rows = HOURLY.filter(({ of }) => isThere[of]);
  const total = rows.reduce((sum, { dollars }) => sum + dollars * HOURS, BY_USE);
  return [
    `It costs about $${total.toFixed(2)} when it takes ${HOURS} hours (list prices of us-east-1${azure ? ', and of East US in Azure' : ''}; up to twice that elsewhere):`,
    ...rows.map(({ what, dollars, source }) => `  ${what}: $${(dollars * HOURS).toFixed(3)} (${source})`),
    `  what is billed by use: $${BY_USE.toFixed(2)}`,
    'What is not removed goes on costing money: a removal that fails says what is left.',
  ];
}
