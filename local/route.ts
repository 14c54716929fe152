import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEPLOYED } from '../core/base/request/deployed-files.ts';
import type { StackArtifact } from '../emulator/assembly/read-assembly.ts';
import type { Place } from '../emulator/assembly/template/world.ts';

export interface ClusterPlace extends Place {
  cluster: string;
}

/** Of AKS, where `kind` says so. */
export interface AksPlace extends ClusterPlace {
  kind?: string;
  tenant?: string;
  client?: string;
  subscription?: string;
  resourceGroup?: string;
  nodeResourceGroup?: string;
  /** Of a source. */
  snapshotResourceGroup?: string;
  /** Of a target. */
  location?: string;
  /** Of a target: what a missing cluster is made of. */
  create?: { map: Record<string, string | null> };
  /** Of the role that enters it. */
  roleArn?: string;
}

/** Of EKS, when no kind is said; or of another kind, with its API server and how it is entered. */
export interface SourcePlace extends AksPlace {
  endpoint?: string;
  secret?: string;
  /** It lets runs make Jobs. */
  mover?: object;
  federated?: { audience: string };
  /** Its volumes may be handed over. */
  handsOver?: boolean;
  /** Runs may scale its workloads, as the route says. */
  mayQuiesce?: boolean;
}

/** Where the app's first route leads, and where its machines run. */
export interface Home {
  hub: Place;
  source: SourcePlace;
  target: AksPlace;
  /** Names of all routes. */
  routes: string[];
  /** ARNs of the target that the first route maps those of the source to. */
  mapped: string[];
}

interface RouteBeside {
  name: string;
  mayQuiesce?: boolean;
  source: SourcePlace;
  target: AksPlace;
}

/** As the app's own functions know it: from the routes beside their code. Throws when no stack has them. */
export function homeOf(stacks: StackArtifact[]): Home {
  for (const { account, region, template, assets } of stacks) {
    const routes = Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .flatMap(({ Properties }) => routesBeside(assets.get((Properties?.Code as { S3Key?: string })?.S3Key ?? '')));
    const [first] = routes;
    if (first) {
      const { target, mayQuiesce = false } = first;
      const source = { ...first.source, mayQuiesce };
      const mapped = Object.values(target.create?.map ?? {}).filter((value) => value !== null);
      const names = [...new Set(routes.map(({ name }) => name))];
      return { hub: { account, region }, source, target, routes: names, mapped };
    }
  }
  throw new Error(`No function of the assembly has ${DEPLOYED.routes}: is it the assembly of kubeferry?`);
}

/** All routes of the app, each once. */
export function routesOf(stacks: StackArtifact[]): RouteBeside[] {
  const codes = stacks.flatMap(({ assets }) => [...assets.values()]);
  const all = [...new Set(codes)].flatMap((code) => routesBeside(code));
  return [...new Map(all.map((route) => [route.name, route])).values()];
}

function routesBeside(code: string | undefined): RouteBeside[] {
  const file = code && join(code, DEPLOYED.routes);
  return file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RouteBeside[]) : [];
}
