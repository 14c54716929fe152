import { enter } from '../cluster.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { TEST_TAG } from '../names.ts';
import type { AzureOptions } from '../options.ts';
import type { Step } from '../run-steps.ts';
import { isMissing } from './enter.ts';
import { clusterId } from './make.ts';
import { takeBack } from './rights.ts';

interface Role {
  /** A UUID. */
  name: string;
  roleName: string;
  assignableScopes: string[];
}

/** What a deployment has made outlives its resource group where it is a role; so roles go first. */
export const removeFromAzure = (context: Context, azure: AzureOptions): Step => ({
  title: 'Remove what is in Azure',
  does: [
    'custom roles of the identities, with their assignments',
    azure.makesCluster
      ? `resource group ${azure.resourceGroup} with cluster and identities, only when it has the tag ${TEST_TAG.key}=${TEST_TAG.value}`
      : `the identities in ${azure.resourceGroup}, and their rights in the cluster; the cluster stays`,
  ],
  async run(signal) {
    const ask = asker(context, signal);
    for (const group of [azure.resourceGroup, azure.nodeResourceGroup]) await removeRoles(ask, azure, group);
    await (azure.makesCluster ? removeGroup(ask, azure) : removeIdentities(context, ask, azure));
  },
});

type Ask = (args: readonly string[]) => Promise<unknown>;

/** JSON, or undefined where there is no such thing (any more). */
const asker =
  ({ run }: Context, signal: AbortSignal): Ask =>
  async (args) => {
    const command: Command = ['az', ...args, '--output', 'json'];
    const text = await run(command, signal).catch((error: Error) => {
      if (isMissing(error)) return '';
      throw error;
    });
    return text.trim() === '' ? undefined : JSON.parse(text);
  };

const isOurs = ({ cluster }: AzureOptions, name: string) =>
  ['source', 'target'].some((side) => name.startsWith(`kubeferry-${side}-${cluster} `));

async function removeRoles(ask: Ask, azure: AzureOptions, group: string): Promise<void> {
  const { subscription } = azure;
  const scope = `/subscriptions/${subscription}/resourceGroups/${group}`;
  const listed = ['role', 'definition', 'list', '--custom-role-only', 'true', '--scope', scope];
  const roles = ((await ask(listed)) ?? []) as Role[];
  for (const { name, roleName, assignableScopes } of roles) {
    if (!isOurs(azure, roleName) || !assignableScopes.includes(scope)) continue;
    const assigned = ['role', 'assignment', 'list', '--all', '--subscription', subscription, '--role', name];
    const ids = (((await ask(assigned)) ?? []) as { id: string }[]).map(({ id }) => id);
    if (ids.length > 0) await ask(['role', 'assignment', 'delete', '--ids', ...ids]);
    await ask(['role', 'definition', 'delete', '--name', name, '--scope', scope]);
  }
}

async function removeGroup(ask: Ask, { subscription, resourceGroup }: AzureOptions): Promise<void> {
  const of = ['--subscription', subscription, '--name', resourceGroup];
  const { tags } = ((await ask(['group', 'show', ...of])) ?? {}) as { tags?: Record<string, string> };
  if (tags?.[TEST_TAG.key] === TEST_TAG.value) await ask(['group', 'delete', ...of, '--yes']);
}

async function removeIdentities(context: Context, ask: Ask, azure: AzureOptions): Promise<void> {
  const { subscription, resourceGroup, cluster } = azure;
  for (const side of ['source', 'target']) {
    const of = [
      '--subscription',
      subscription,
      '--resource-group',
      resourceGroup,
      '--name',
      `kubeferry-${side}-${cluster}`,
    ];
    const { principalId } = ((await ask(['identity', 'show', ...of])) ?? {}) as { principalId?: string };
    if (!principalId) continue;
    const api = await enter(context, azure.cluster);
    await takeBack(api, principalId).finally(() => api.close());
    await ask(['role', 'assignment', 'delete', '--assignee', principalId, '--scope', clusterId(azure)]);
    await ask(['identity', 'delete', ...of]);
  }
}

/** Disks and snapshots of runs that are there still. */
export async function leftInAzure(
  context: Context,
  { subscription, nodeResourceGroup }: AzureOptions,
): Promise<string[]> {
  const ask = asker(context, new AbortController().signal);
  const of = ['--subscription', subscription, '--resource-group', nodeResourceGroup];
  const found: { id: string; tags?: Record<string, string> | null }[] = [];
  for (const kind of ['disk', 'snapshot']) found.push(...(((await ask([kind, 'list', ...of])) ?? []) as typeof found));
  return found.filter(({ tags }) => tags?.['kubeferry:made-by'] === 'kubeferry').map(({ id }) => id);
}
