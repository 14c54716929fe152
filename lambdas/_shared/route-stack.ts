import * as z from 'zod';
import { describeStack } from '../../adapters/aws/stacks.ts';
import { DEPLOYED } from '../../core/base/request/deployed-files.ts';
import type { RouteStack } from '../../core/serve/route-stack.ts';
import { deployedFile } from './deployed-file.ts';
import { ownCredentials, required } from './environment.ts';

const Stacks = z.object({ version: z.string(), stacks: z.record(z.string(), z.string()) });

/** The stack that a route is in, where that is not the hub's. */
export function routeStackOf(route: string): RouteStack | undefined {
  const { version: hub, stacks } = Stacks.parse(deployedFile(DEPLOYED.stacks));
  const name = stacks[route];
  const here = { region: required('AWS_REGION'), credentials: ownCredentials };
  return name ? { name, hub, version: async () => (await describeStack(here, name)).outputs.Version } : undefined;
}
