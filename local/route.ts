import { unpacked } from '../core/base/request/packed.ts';
import type { StackArtifact } from '../emulator/assembly/read-assembly.ts';
import type { Place } from '../emulator/assembly/template/world.ts';

export interface ClusterPlace extends Place {
  cluster: string;
}

/** Of EKS, when no kind is said; or of another kind, with its API server and how it is entered. */
export interface SourcePlace extends ClusterPlace {
  kind?: string;
  endpoint?: string;
  secret?: string;
  /** It lets runs make Jobs. */
  mover?: object;
  federated?: { audience: string };
  /** Its volumes may be handed over. */
  handsOver?: boolean;
  /** Of AKS. */
  tenant?: string;
  client?: string;
  subscription?: string;
  resourceGroup?: string;
  nodeResourceGroup?: string;
  /** Of the role that enters it. */
  roleArn?: string;
}

/** Where the app's first route leads, and where its machines run. */
export interface Home {
  hub: Place;
  source: SourcePlace;
  target: ClusterPlace;
  /** Names of all routes. */
  routes: string[];
  /** ARNs of the target that the first route maps those of the source to. */
  mapped: string[];
}

interface RouteVariable {
  name: string;
  source: SourcePlace;
  target: ClusterPlace & { create?: { map: Record<string, string | null> } };
}

/** As the app's own functions know it: from KUBEFERRY_ROUTES in their environment. Throws when no stack has it. */
export function homeOf(stacks: StackArtifact[]): Home {
  for (const { account, region, template } of stacks) {
    for (const { Properties } of Object.values(template.Resources)) {
      const text = (Properties?.Environment as { Variables?: Record<string, unknown> })?.Variables?.KUBEFERRY_ROUTES;
      if (typeof text !== 'string') continue;
      const routes = unpacked(text) as RouteVariable[];
      const [first] = routes;
      if (first) {
        const { source, target } = first;
        const mapped = Object.values(target.create?.map ?? {}).filter((value) => value !== null);
        return { hub: { account, region }, source, target, routes: routes.map(({ name }) => name), mapped };
      }
    }
  }
  throw new Error('No function of the assembly has KUBEFERRY_ROUTES: is it the assembly of kubeferry?');
}
