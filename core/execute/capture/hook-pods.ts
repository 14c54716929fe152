import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { KubeferryError } from '../../base/errors.ts';
import { commandsOf, freezeSecondsOf, nameOfHook } from '../../base/request/hooks/commands-of.ts';
import type { Hook } from './operator-hooks.ts';
import { POD } from './pods-gone.ts';
import type { Quiesced } from './quiesced.ts';

/** The running pods of each hook, with the command that undoes it. Throws HookFailed where one has none. */
export async function hookPods(api: ClusterApi, hooks: readonly Hook[]): Promise<Quiesced['hooks']> {
  const found: Quiesced['hooks'] = [];
  for (const hook of hooks) {
    const { namespace, labelSelector, container } = hook;
    const { after, timeoutSeconds } = commandsOf(hook);
    const freezeSeconds = freezeSecondsOf(hook);
    const before = found.length;
    for await (const page of api.list(POD, { namespace, labelSelector })) {
      const running = page.filter((pod) => (pod.status as { phase?: string } | undefined)?.phase === 'Running');
      found.push(
        ...running.map(({ metadata: { name, uid } }) => ({
          namespace,
          pod: name,
          uid,
          container,
          ...(hook.use ? { use: hook.use } : {}),
          ...(freezeSeconds ? { freezeSeconds } : {}),
          after,
          timeoutSeconds,
        })),
      );
    }
    if (found.length === before && !hook.mayHaveNone) {
      throw new KubeferryError(
        'HookFailed',
        `No running pod in namespace "${namespace}" matches "${labelSelector}", so its hook cannot run. Correct the selector, or leave the hook out.`,
      );
    }
  }
  return found;
}

type HookPods = Quiesced['hooks'];

/** A pod that is gone has nobody in it that could write once its freeze is over. */
export const withoutGone = (api: ClusterApi, hooks: HookPods): Promise<HookPods> =>
  Promise.all(
    hooks.map(async ({ freezeSeconds, ...hook }) => {
      const { namespace, pod: name, uid } = hook;
      const found = freezeSeconds && (await api.get({ apiVersion: 'v1', kind: 'Pod', namespace, name }));
      return found && (!uid || found.metadata.uid === uid) ? { ...hook, freezeSeconds } : hook;
    }),
  );

/** The pods of both, each once; those that are gone stay, since nothing is run in them. */
export function withThese(recorded: HookPods, now: HookPods): HookPods {
  const known = new Set(recorded.map(keyOf));
  return [...recorded, ...now.filter((hook) => !known.has(keyOf(hook)))];
}

const keyOf = ({ namespace, pod, uid, container, after }: HookPods[number]) =>
  JSON.stringify([namespace, pod, uid, container, after]);

/** In the pods that are recorded, and in no other: nothing would undo it there. Throws NotYet when there is another by now. */
export async function runHooks(api: ClusterApi, hooks: readonly Hook[], quiesced: Quiesced): Promise<void> {
  const isRecorded = (found: HookPods[number]) =>
    quiesced.hooks.some((hook) => keyOf(hook) === keyOf(found) || (!hook.uid && hook.pod === found.pod));
  const all: { hook: Hook; pod: string }[] = [];
  for (const hook of hooks) {
    const found = await hookPods(api, [hook]);
    const other = found.find((each) => !isRecorded(each));
    if (other)
      throw new KubeferryError(
        'NotYet',
        `Pod ${other.namespace}/${other.pod} came while its hook was about to run; it is looked for again.`,
      );
    all.push(...found.map(({ pod }) => ({ hook, pod })));
  }
  for (const { hook, pod } of all) await runHook(api, hook, pod);
}

async function runHook(api: ClusterApi, hook: Hook, pod: string): Promise<void> {
  const { namespace, container } = hook;
  const { before, timeoutSeconds } = commandsOf(hook);
  const { exitCode, stderr } = await api.exec({ namespace, name: pod, container }, before, timeoutSeconds);
  if (exitCode === 0) return;
  throw new KubeferryError(
    'HookFailed',
    `Command ${nameOfHook(hook, before)} in pod ${namespace}/${pod} ended with ${exitCode}: ${stderr.slice(0, 500)}. The source is resumed; correct the hook and start again.`,
  );
}
