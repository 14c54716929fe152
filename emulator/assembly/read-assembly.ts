/** A cloud assembly as `cdk synth` leaves it (https://github.com/aws/aws-cdk-cli, cloud-assembly-schema). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from './template/template.ts';

export interface StackArtifact {
  name: string;
  account: string;
  region: string;
  template: Template;
  /** Object key of an asset (`<hash>.zip`) -> its folder or file. */
  assets: ReadonlyMap<string, string>;
}

interface Manifest {
  artifacts?: Record<string, Artifact>;
}

interface Artifact {
  type: string;
  environment?: string;
  dependencies?: string[];
  properties?: { templateFile?: string; file?: string; stackName?: string; directoryName?: string };
}

interface AssetManifest {
  files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
}

/** The stacks in the order of deployment. Throws when the folder is no assembly, or a stack has no fixed environment. */
export function readAssembly(folder: string): StackArtifact[] {
  const artifacts = readJson<Manifest>(folder, 'manifest.json').artifacts ?? {};
  const assets = new Map(
    Object.values(artifacts)
      .filter(({ type }) => type === 'cdk:asset-manifest')
      .flatMap(({ properties }) => assetPaths(folder, properties?.file ?? '')),
  );
  const stacks = inOrder(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, artifact]) => stackOf(folder, id, artifact, assets));
  const nested = Object.values(artifacts).filter(({ type }) => type === 'cdk:cloud-assembly');
  return [
    ...stacks,
    ...nested.flatMap(({ properties }) => readAssembly(join(folder, properties?.directoryName ?? ''))),
  ];
}

function stackOf(folder: string, id: string, artifact: Artifact, assets: ReadonlyMap<string, string>): StackArtifact {
  const [, account, region] = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/.exec(artifact.environment ?? '') ?? [];
  if (!account || !region) {
    throw new Error(
      `The stack '${id}' has the environment '${artifact.environment}': it needs an account and a Region.`,
    );
  }
  const template = readJson<Template>(folder, artifact.properties?.templateFile ?? `${id}.template.json`);
  return { name: artifact.properties?.stackName ?? id, account, region, template, assets };
}

function assetPaths(folder: string, file: string): [key: string, path: string][] {
  return Object.values(readJson<AssetManifest>(folder, file).files ?? {}).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, join(folder, source.path ?? '')]),
  );
}

/** Each artifact behind those that it depends on. */
function inOrder(artifacts: Record<string, Artifact>): [string, Artifact][] {
  const done = new Map<string, Artifact>();
  const visit = (id: string) => {
    const artifact = artifacts[id];
    if (!artifact || done.has(id)) return;
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    done.set(id, artifact);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...done];
}

function readJson<T>(folder: string, file: string): T {
  const path = join(folder, file);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (cause) {
    throw new Error(`'${path}' cannot be read as part of a cloud assembly; 'npm run synth' makes one.`, { cause });
  }
}
