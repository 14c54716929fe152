import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { currentBundles } from '../../cli/assembly.ts';
import type { Config } from '../../core/base/request/config.ts';
import type { Connector } from '../../core/base/request/end.ts';
import { networkOf } from '../../emulator/aws/ec2/network.ts';
import config from '../../kubeferry.config.ts';
import { addStacks } from '../../lib/app.ts';
import { FLAGS } from '../../lib/flags.ts';
import { stepsIn } from '../../lib/functions/bundle.ts';

type Ends = Partial<Record<'source' | 'target', Partial<Connector>>>;

/**
 * The example app, with connectors at the ends that are named: in the networks that the local cloud has there. Its
 * copies are read back, and its runs signed.
 */
export const assemblyWithConnectors = (ends: Ends): Assembly =>
  assemblyOf((route) => ({ ...route, source: endOf('source', ends), target: endOf('target', ends), proof: 'full' }), {
    evidence: true,
  });

export interface Assembly {
  folder: string;
  remove: () => void;
}

type Route = (typeof config.routes)[number];

/** The example app with its route changed, or with several in its place, and the rest as it is told. */
export function assemblyOf(change: (route: Route) => Route | Route[], rest: Partial<Config> = {}): Assembly {
  const work = mkdtempSync(join(tmpdir(), 'kubeferry-private-'));
  const folder = join(work, 'cdk.out');
  const app = new App({ postCliContext: FLAGS, outdir: folder, builtinCloudFormationValidation: false });
  addStacks(app, { ...config, ...rest, routes: config.routes.flatMap(change) }, { code: stepsIn(currentBundles()) });
  app.synth({ skipValidation: true });
  return { folder, remove: () => rmSync(work, { recursive: true }) };
}

/** One end of the route, with a connector in the network that the local cloud has there. */
function endOf<S extends 'source' | 'target'>(side: S, ends: Ends): Route[S] {
  const end = config.routes[0]![side];
  if (!ends[side]) return end;
  const { subnets, securityGroup } = networkOf(end.account, end.region);
  const own = { subnetIds: subnets.map(({ id }) => id), securityGroupIds: [securityGroup] };
  return { ...end, connector: { ...own, ...ends[side] } };
}
