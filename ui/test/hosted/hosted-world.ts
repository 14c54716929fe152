import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readAssembly, type StackArtifact } from '../../../emulator/assembly/read-assembly.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { assemblyOf, startWorld } from '../world.ts';
import { type Listening, listen } from './https-server.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import { POOL, type Pool, startPool } from './pool.ts';

const CONFIG = fileURLToPath(new URL('hosted.config.ts', import.meta.url));
export const PAGE = 'https://ferry.example.test';
const BUCKET = 'kubeferry-page';

export interface HostedWorld {
  cloud: Cloud;
  issuer: Issuer;
  pool: Pool;
  /** What the command has said that puts the page there. */
  published: { url: string; files: number; letIn: boolean };
  /** Names that lead to this machine. */
  hosts: Record<string, number>;
  stop(): Promise<void>;
}

/** The local cloud, and around it what it does not play: the issuer, the identity pool and CloudFront, by the synthesized stack. */
export async function startHostedWorld(): Promise<HostedWorld> {
  const { cloud, stop } = await startWorld({ config: CONFIG });
  const stack = readAssembly(assemblyOf(CONFIG)).find(({ name }) => name === 'kubeferry-ui')!;
  const template = imported(stack.template, cloud);
  const { id: account, region } = cloud.accounts.hub;
  cloud.addBucket({ name: BUCKET, account, region, objects: [] });
  await cloud.createStack({ ...stack, template: { Resources: rolesOf(template), Outputs: outputsOf(template) } });
  const issuer = await startIssuer();
  const pool = await startPool(cloud, template, issuer);
  const published = await publish(cloud);
  const page = await startPage(cloud, template);
  return {
    cloud,
    issuer,
    pool,
    published,
    hosts: {
      'ferry.example.test': page.port,
      'login.example.test': issuer.port,
      'cognito-identity.eu-west-1.amazonaws.com': pool.port,
    },
    stop: async () => {
      for (const each of [page, pool, issuer]) each.stop();
      await stop();
    },
  };
}

type Template = StackArtifact['template'];

/** With what the stack has of the hub and of its own pool put in. */
function imported(template: Template, { api }: Cloud): Template {
  const id = api.split('/').at(-1) ?? '';
  const [pool = ''] =
    Object.entries(template.Resources).find(([, { Type }]) => Type === 'AWS::Cognito::IdentityPool') ?? [];
  return JSON.parse(JSON.stringify(template), (_, value) => {
    if (value?.['Fn::ImportValue']) return id;
    return value?.Ref === pool ? POOL : value;
  });
}

const rolesOf = ({ Resources }: Template): Template['Resources'] =>
  Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role'));

/** Those of the stack, whose bucket and distribution are others here. */
const outputsOf = ({ Outputs }: Template): NonNullable<Template['Outputs']> => ({
  url: { Value: PAGE },
  bucket: { Value: BUCKET },
  settings: Outputs!.settings!,
});

/** The command, as an administrator of the hub's account. */
async function publish({ endpoint, region, accounts }: Cloud): Promise<HostedWorld['published']> {
  const { accessKeyId, secretAccessKey } = accounts.hub.credentials;
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const args = ['cli/main.ts', 'ui', 'publish', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout);
}

/** CloudFront, as the stack has it: what is in the bucket, with the headers that the stack gives it. */
function startPage(cloud: Cloud, template: Template): Promise<Listening> {
  const { region, credentials } = cloud.accounts.hub;
  const s3 = new S3Client({ region, credentials, endpoint: cloud.endpoint, forcePathStyle: true });
  const headers = headersOf(template, new URL(cloud.api).origin);
  return listen('ferry.example.test', async (_, { pathname }) => {
    const Key = pathname === '/' ? 'index.html' : pathname.slice(1);
    const found = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key })).catch(() => undefined);
    if (!found?.Body) return { status: 403 };
    const body = Buffer.from(await found.Body.transformToByteArray());
    return { headers: { ...headers, 'content-type': found.ContentType ?? '' }, body };
  });
}

function headersOf({ Resources }: Template, api: string): Record<string, string> {
  const policy = Object.values(Resources).find(({ Type }) => Type === 'AWS::CloudFront::ResponseHeadersPolicy')
    ?.Properties as {
    ResponseHeadersPolicyConfig: {
      SecurityHeadersConfig: { ContentSecurityPolicy: { ContentSecurityPolicy: { 'Fn::Join': [string, string[]] } } };
    };
  };
  const [, parts] =
    policy.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy['Fn::Join'];
  return {
    'content-security-policy': parts.join('').replace(/https:\/\/\w+\.execute-api\.eu-west-1\.amazonaws\.com/, api),
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  };
}
