import { type Cloud, startCloud } from '../../local/cloud.ts';
import { inProcessBackend } from '../../local/kubernetes/in-process.ts';
import { currentAssembly } from '../assembly.ts';
import { administer } from '../demo/admin.ts';
import { writeDisks } from '../demo/disks.ts';
import { loadCluster } from '../demo/load-cluster.ts';
import { ROUTE } from '../demo/run-demo.ts';
import { BUILT_IN, builtInDisks, furniture } from '../demo/source-workload.ts';
import { waitForSource } from '../demo/wait-for-source.ts';
import { badInput } from '../exit-codes.ts';
import { Interrupted, onInterrupt } from '../interrupt.ts';
import { readManifests } from '../read-manifests.ts';
import { say, tell } from '../say.ts';

/** As the API names it: without what every machine's name begins with. */
const ROUTE_NAME = ROUTE.replace(/^kubeferry-/, '');

export interface LocalFlags {
  port?: string;
  speed: string;
  json?: boolean;
}

/** Runs until Ctrl-C. */
export async function local(flags: LocalFlags): Promise<void> {
  const { port, speed } = localOptions(flags);
  const note = (text: string) => tell(`${text}\n`);
  const assembly = currentAssembly(() => note('Synthesizing the app'));
  note('Starting the local cloud');
  const cloud = await startCloud({ assembly, backend: inProcessBackend, port, speed }).catch(explainPort(port));
  const interrupted = onInterrupt(async () => {});
  try {
    note('Loading the source cluster');
    await Promise.race([loadBuiltIn(cloud), interrupted.happened]);
    say(flags.json ? `${JSON.stringify(description(cloud))}\n` : forPeople(cloud));
    await interrupted.happened;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    interrupted.ignore();
    await cloud.stop();
    note('Ended.');
  }
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

function description({ endpoint, api, region, accounts, clusters, stateMachines, bucket }: Cloud) {
  const keys = (name: keyof Cloud['accounts']) => ({
    id: accounts[name].id,
    region: accounts[name].region,
    ...accounts[name].credentials,
  });
  return {
    endpoint,
    api,
    region,
    accounts: { hub: keys('hub'), source: keys('source'), target: keys('target'), pipeline: keys('pipeline') },
    clusters: {
      source: { name: clusters.source.name, endpoint: clusters.source.running.endpoint },
      target: { name: clusters.target.name, endpoint: clusters.target.running.endpoint },
    },
    stateMachines,
    bucket,
    example: { stateMachineArn: stateMachines[ROUTE], input: JSON.stringify({ selection: { namespaces: ['shop'] } }) },
  };
}

function forPeople(cloud: Cloud): string {
  const { endpoint, api, region, accounts, example, clusters } = description(cloud);
  const { accessKeyId, secretAccessKey } = accounts.pipeline;
  return `
The local cloud runs at ${endpoint} until you press Ctrl-C.

  source  cluster ${clusters.source.name} in account ${accounts.source.id}, ${accounts.source.region}
  target  cluster ${clusters.target.name} in account ${accounts.target.id}, ${accounts.target.region}
  hub     account ${accounts.hub.id}, ${region}

Point the aws CLI or any SDK at it, as the pipeline's user:

  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}
  aws stepfunctions start-execution --state-machine-arn ${example.stateMachineArn} --input '${example.input}'

The API for pipelines is at ${api}, which the command looks up by itself:

  npm run kubeferry -- clone ${ROUTE_NAME} --namespace shop
  curl --aws-sigv4 aws:amz:${region}:execute-api --user ${accessKeyId}:${secretAccessKey} ${api}/routes/${ROUTE_NAME}
`;
}
