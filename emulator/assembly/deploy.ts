/** Deploys a synthesized app into the local cloud: every stack in its account and Region, in the order of the manifest. */
import { type DeployedStack, deployStack } from './deploy-stack.ts';
import type { StackArtifact } from './read-assembly.ts';
import type { World } from './template/world.ts';

/** Throws a sentence that names stack and logical id of what cannot be made. */
export async function deployAssembly(stacks: StackArtifact[], world: World): Promise<DeployedStack[]> {
  const exports = new Map<string, string>();
  const deployed: DeployedStack[] = [];
  for (const stack of stacks) deployed.push(await deployStack(stack, world, exports));
  return deployed;
}
