import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { currentAssembly } from '../assembly.ts';
import { administer } from '../demo/admin.ts';
import { writeDisks } from '../demo/disks.ts';
import { loadCluster } from '../demo/load-cluster.ts';
import { SAME_ACCOUNT } from '../demo/same-account.ts';
import { BUILT_IN, builtInDisks, furniture } from '../demo/source-workload.ts';
import { waitForSource } from '../demo/wait-for-source.ts';
import { badInput } from '../exit-codes.ts';
import { Interrupted, onInterrupt } from '../interrupt.ts';
import { readManifests } from '../read-manifests.ts';
import { say, tell } from '../say.ts';
import { openPage } from '../ui/open-page.ts';
import { portOf } from '../ui/ui.ts';
import { currentUi } from '../ui/ui-files.ts';
import type { Ui } from '../ui/ui-server.ts';
import { description, forPeople } from './describe-cloud.ts';
import { addressesOf, pageForPeople, showPage } from './page.ts';
import { profilesOf } from './profiles.ts';
import { type Kept, keepRunning } from './running.ts';

export interface LocalFlags {
  port?: string;
  speed: string;
  eventual?: boolean;
  /** Serves the page as well. */
  ui?: boolean;
  uiPort?: string;
  open?: boolean;
  sameAccount?: boolean;
  json?: boolean;
}

/** Runs until Ctrl-C. */
export async function local(flags: LocalFlags): Promise<void> {
  const { eventual = false } = flags;
  const { port, speed } = localOptions(flags);
  const uiPort = portOf(flags.uiPort, '--ui-port');
  const note = (text: string) => tell(`${text}\n`);
  const folder = flags.ui ? currentUi(note) : undefined;
  const config = flags.sameAccount ? SAME_ACCOUNT : undefined;
  const assembly = currentAssembly(() => note('Synthesizing the app'), config);
  note('Starting the local cloud');
  const cloud = await startCloud({ assembly, backend: inProcessBackend, port, speed, eventual }).catch(
    explainPort(port),
  );
  const interrupted = onInterrupt(async () => {});
  let kept: Kept | undefined;
  let page: Ui | undefined;
  let forget = () => {};
  try {
    note('Loading the source cluster');
    await interrupted.within(loadBuiltIn(cloud));
    kept = keepFor(cloud);
    const { awsConfig } = kept;
    page = folder ? await showPage(cloud, folder, uiPort) : undefined;
    const shown = page ? { ui: addressesOf(page, cloud) } : {};
    say(
      flags.json
        ? `${JSON.stringify({ ...description(cloud), awsConfig, ...shown })}\n`
        : `${forPeople(cloud, { speed, awsConfig })}${page ? pageForPeople(page, cloud) : ''}`,
    );
    if (page && flags.open) forget = openPage(page);
    await interrupted.happened;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    interrupted.ignore();
    kept?.forget();
    forget();
    await page?.stop();
    await cloud.stop();
    note('Ended.');
  }
}

/** For the commands beside this one. */
function keepFor({ endpoint, region, people, clusters }: Cloud): Kept {
  const known = (side: 'source' | 'target') => {
    const { endpoint, certificateAuthority, admin } = clusters[side].running;
    return { name: clusters[side].name, endpoint, certificateAuthority, admin };
  };
  const running = { pid: process.pid, endpoint, clusters: { source: known('source'), target: known('target') } };
  return keepRunning(running, profilesOf(people, { endpoint, region }));
}

const MAX_PORT = 65_535;
/** Beyond it, waits are shorter than the machine's own timers. */
const MAX_SPEED = 1000;

/** Throws bad input with every mistake. */
export function localOptions({ port = '0', speed }: LocalFlags): { port: number; speed: number } {
  const problems: string[] = [];
  if (!/^\d+$/.test(port) || Number(port) > MAX_PORT)
    problems.push(`--port ${port}: write a number from 0 to ${MAX_PORT}; 0, or no --port, picks a free one.`);
  if (!(Number(speed) > 0) || Number(speed) > MAX_SPEED)
    problems.push(`--speed ${speed}: write a number above 0, at most ${MAX_SPEED}; 1 is real time.`);
  if (problems.length > 0) throw badInput(problems);
  return { port: Number(port), speed: Number(speed) };
}

function explainPort(port: number) {
  return (error: NodeJS.ErrnoException): never => {
    if (error.code === 'EADDRINUSE')
      throw badInput([`--port ${port}: another process listens there; name another port, or leave --port out.`]);
    if (error.code === 'EACCES')
      throw badInput([`--port ${port}: this user may not listen there; name a port from 1024 on.`]);
    throw error;
  };
}

async function loadBuiltIn(cloud: Cloud): Promise<void> {
  const [source, target] = [administer(cloud.clusters.source.running), administer(cloud.clusters.target.running)];
  await loadCluster(target, furniture('target'));
  await loadCluster(source, [...furniture('source'), ...readManifests([BUILT_IN]).objects]);
  await waitForSource(source, ['shop'], () => cloud.settled());
  await writeDisks(builtInDisks(), source, cloud.ec2);
}
