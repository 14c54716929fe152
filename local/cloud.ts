/**
 * A whole small AWS on this machine: three accounts, two Regions, the synthesized app deployed in it, and two
 * clusters. `startCloud` is the main path; each module has its own reason.
 */

import { HUB_STACK, routesStackName, UI_STACK } from '../core/base/run/names.ts';
import { deployAssembly } from '../emulator/assembly/deploy.ts';
import { type DeployedStack, deployStack } from '../emulator/assembly/deploy-stack.ts';
import { readAssembly, type StackArtifact } from '../emulator/assembly/read-assembly.ts';
import type { Ec2State } from '../emulator/aws/ec2/state.ts';
import { createEks } from '../emulator/aws/eks/eks.ts';
import { routeTo } from '../emulator/aws/eks/endpoint.ts';
import type { ClusterSeed } from '../emulator/aws/eks/seed-cluster.ts';
import { startGateway } from '../emulator/aws/gateway/gateway.ts';
import type { Iam } from '../emulator/aws/iam/iam.ts';
import { createScheduler, type Scheduler } from '../emulator/aws/scheduler/scheduler.ts';
import type { NewSecret } from '../emulator/aws/secrets-manager/secrets-manager.ts';
import { type BusEvent, createServices } from '../emulator/aws/services.ts';
import type { Message } from '../emulator/aws/sns/topics.ts';
import type { QueuedMessage } from '../emulator/aws/sqs/queues.ts';
import type { WebIdentity } from '../emulator/aws/sts/web-identity.ts';
import type { Azure } from '../emulator/azure/azure.ts';
import { acceleratedClock, type SetClock } from '../emulator/base/clock.ts';
import { createFaults } from '../emulator/base/faults.ts';
import { createLateness } from '../emulator/base/lateness.ts';
import type { Credentials, Fault, RecordedCall } from '../emulator/base/records.ts';
import type { ClusterBackend } from '../emulator/kubernetes/contract/backend.ts';
import { createStepFunctions } from '../emulator/states/step-functions.ts';
import { type CloudAccounts, createAccounts, createSourceKey } from './accounts.ts';
import { type AzureOfRoute, startAks, startAzureOf } from './aks.ts';
import { createClusterRoles } from './cluster-roles.ts';
import { type CloudClusters, createDrivers, startClusters } from './clusters.ts';
import { createEnds } from './ends.ts';
import { inventory } from './inventory.ts';
import { kubernetesRequests } from './kubernetes-requests.ts';
import { newAks } from './new-aks.ts';
import { type FilledBucket, ownThings } from './own-things.ts';
import { createPeople, type Person } from './people.ts';
import { startPlainCluster } from './plain-cluster.ts';
import { homeOf } from './route.ts';
import { createStateMachines } from './state-machines.ts';
import { createStatesHost } from './states-host.ts';

export interface CloudOptions {
  /** Folder of the synthesized cloud assembly (`cdk.out`). */
  assembly: string;
  backend: ClusterBackend;
  /** 0 picks a free port. */
  port?: number;
  /** How many times faster than real time waits pass; 1 when left out. */
  speed?: number;
  /** False: the target account has no cluster until somebody makes it. */
  targetCluster?: boolean;
  /** False: of the app only the hub is deployed, until somebody creates the stacks of the members. */
  linked?: boolean;
  /** `auto`: the source cluster is one of EKS Auto Mode. */
  sourceStorage?: ClusterSeed['storage'];
  /** `private`: the API of the clusters is reached from their own network only; `public` when left out. */
  clusterEndpoint?: 'public' | 'private';
  /** How many idle functions stay loaded, each with some 60 MiB; as many as fit into an eighth of the memory when left out. */
  warmFunctions?: number;
  /** True: EC2, EBS and EKS are eventually consistent, as on AWS; first looks at what is fresh miss it. */
  eventual?: boolean;
}

export interface Cloud {
  endpoint: string;
  /** Of the hub. */
  region: string;
  clock: SetClock;
  accounts: CloudAccounts;
  /** Users of the hub's account as a team has them, each with rights of its own on the API. */
  people: Record<Person, Credentials>;
  clusters: CloudClusters;
  /** Machine name (`kubeferry-prod-to-dev`) -> ARN. */
  stateMachines: Record<string, string>;
  /** URL of the hub's HTTP API: requests to it are signed for `execute-api`. */
  api: string;
  /** Name of the hub's bucket with the runs' records. */
  bucket: string;
  calls: RecordedCall[];
  /** One more delivery of a schedule's time, as Scheduler may make at any moment. */
  deliverAgain: Scheduler['deliverAgain'];
  /** What was put on event buses, and what was published on topics. */
  events: readonly BusEvent[];
  messages: readonly Message[];
  /** What services could not deliver. */
  undelivered: readonly QueuedMessage[];
  /** EC2's own state: the volumes with their bytes, for loading disk images and for proving a clone. */
  ec2: Ec2State;
  /** Where the first route begins or ends at a cluster of AKS: the managed disks with their bytes. */
  azure: Azure | undefined;
  /** What users have beside the app: buckets with objects, and secrets. */
  addBucket(bucket: FilledBucket): void;
  addSecret(secret: NewSecret): void;
  /** A stack that somebody creates in CloudFormation's console. */
  createStack(stack: StackArtifact): Promise<void>;
  /** Credentials of a role of the hub's account, as an identity pool gives them out. */
  openPoolSession: Iam['openPoolSession'];
  /** Tokens by which roles prove themselves to clusters that are none of EKS. */
  webIdentity: WebIdentity;
  /** What all accounts hold besides machines and functions, one sorted line a thing: to compare with an earlier listing. */
  inventory(): string[];
  /** Waits until the CSI drivers of all clusters have nothing left to provision, attach or detach. */
  settled(): Promise<void>;
  /** The answer takes the fault back. */
  addFault(fault: Fault): () => void;
  /** How many functions may run at a time in an account and Region: 1,000 until it is changed. */
  concurrency: { limit: number };
  /** What a function wrote, line by line; its name with or without `kubeferry-`. */
  logs(functionName: string): string[];
  stop(): Promise<void>;
}

/**
 * 1. services and the machines' host, 2. the gateway, 3. the app with its roles, functions and machines,
 * 4. users and keys, 5. both clusters with their CSI drivers. Whatever fails, nothing that was started is left running.
 */
export async function startCloud({
  assembly,
  backend,
  port = 0,
  speed = 1,
  warmFunctions,
  targetCluster = true,
  linked = true,
  sourceStorage,
  clusterEndpoint = 'public',
  eventual = false,
}: CloudOptions): Promise<Cloud> {
  const stacks = readAssembly(assembly).filter(isPlayed);
  const home = homeOf(stacks);
  const clock = acceleratedClock(speed);
  const faults = createFaults();
  const calls: RecordedCall[] = [];
  const ends = createEnds();
  let endpoint = '';
  try {
    const services = createServices({
      faults,
      endpoint: () => endpoint,
      warmFunctions,
      route: (from, host) => routeTo(eks.clusters, from, host),
      surroundings: () => azure?.environment ?? {},
    });
    const record = (call: RecordedCall) => calls.push(call);
    const lateness = createLateness(eventual);
    const surroundings = { principals: services.iam, clock, record, faults, lateness };
    const inAzure = [home.source, home.target].filter(({ kind }) => kind === 'aks');
    const later = newAks(
      home.target,
      backend,
      () => meet,
      () => azure!,
    );
    const azure: AzureOfRoute | undefined =
      inAzure.length > 0 ? await startAzureOf(inAzure, services, surroundings, later.start) : undefined;
    if (azure) ends.add(azure.stop);
    const states = createStepFunctions({ host: createStatesHost(services, surroundings) });
    const { credential } = services.iam;
    const drivers = createDrivers(services, surroundings);
    const { onStarted, onStopping } = drivers;
    const meet = kubernetesRequests(surroundings, drivers.hint);
    const eks = createEks({
      ec2: services.ec2State,
      clock,
      backend,
      credential,
      onStarted,
      onStopping,
      meet,
      eventual,
    });
    const { iam, queues } = services;
    const scheduler = createScheduler({ states, iam, queues, surroundings });
    const list = [...services.list, states, eks.service, scheduler.service];
    const gateway = await startGateway({ ...surroundings, principals: services.iam, services: list, port });
    endpoint = gateway.endpoint;
    ends.add(gateway.stop, services.lambda.stop, states.stop, eks.stop, scheduler.stop);

    const stateMachines = createStateMachines(states, clock);
    const world = { ...services, scheduler, stateMachines };
    const deployed = await deployAssembly(linked ? stacks : stacks.filter(isOfHub), world);
    deployed.forEach(services.stacks.keep);
    const accounts = createAccounts(services, home);
    const people = createPeople(services, home);
    createSourceKey(services, home);
    createClusterRoles(iam, home);
    ends.add(drivers.stop);
    const clusters = await startClusters(home, eks, drivers, {
      target: targetCluster,
      sourceStorage,
      endpoint: clusterEndpoint,
      later,
      plainly: async (end) => {
        const running =
          azure && end.kind === 'aks'
            ? await startAks(end, backend, azure, meet)
            : await startPlainCluster(end, backend, services, meet);
        ends.add(running.stop);
        return running;
      },
    });

    return {
      endpoint,
      region: home.hub.region,
      clock,
      accounts,
      people,
      clusters,
      stateMachines: stateMachines.deployed,
      api: outputOf(deployed, 'api'),
      bucket: outputOf(deployed, 'bucket'),
      calls,
      deliverAgain: scheduler.deliverAgain,
      events: services.events,
      messages: services.topics.messages,
      undelivered: queues.messages,
      ec2: services.ec2State,
      azure,
      ...ownThings(services, clock),
      createStack: async (stack) => services.stacks.keep(await deployStack(stack, world, new Map())),
      openPoolSession: iam.openPoolSession,
      webIdentity: services.webIdentity,
      inventory: () => [...inventory(services, eks, scheduler, clock.now().getTime()), ...(azure?.inventory() ?? [])],
      settled: drivers.settled,
      addFault: faults.add,
      concurrency: services.lambda.concurrency,
      logs: (name) => services.logs.read(`/aws/lambda/${name.startsWith('kubeferry-') ? name : `kubeferry-${name}`}`),
      stop: ends.all,
    };
  } catch (error) {
    await ends.all();
    throw error;
  }
}

/** CloudFront and identity pools are not in this cloud: the page is on this machine, and its people are users. */
const isPlayed = ({ name }: StackArtifact) => name !== UI_STACK;

/** With its routes; the others are those of members. */
const isOfHub = ({ name }: StackArtifact) => name === HUB_STACK || name.startsWith(routesStackName(''));

function outputOf(stacks: DeployedStack[], name: string): string {
  const value = stacks.map(({ outputs }) => outputs[name]).find((output) => output !== undefined);
  if (value === undefined) throw new Error(`No stack of the assembly has the output '${name}'.`);
  return value;
}
