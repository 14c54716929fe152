import { fileURLToPath } from 'node:url';
import { publishedFiles } from '../../../cli/ui/published-files.ts';
import { currentUi } from '../../../cli/ui/ui-files.ts';
import { readAssembly, type StackArtifact } from '../../../emulator/assembly/read-assembly.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { assemblyOf, startWorld } from '../world.ts';
import { type Listening, listen } from './https-server.ts';
import { ISSUER, type Issuer, startIssuer } from './issuer.ts';
import { POOL, type Pool, startPool } from './pool.ts';

const CONFIG = fileURLToPath(new URL('hosted.config.ts', import.meta.url));
export const PAGE = 'https://ferry.example.test';

export interface HostedWorld {
  cloud: Cloud;
  issuer: Issuer;
  pool: Pool;
  /** Names that lead to this machine. */
  hosts: Record<string, number>;
  stop(): Promise<void>;
}

/** The local cloud, and around it what it does not play: the issuer, the identity pool and CloudFront, by the synthesized stack. */
export async function startHostedWorld(): Promise<HostedWorld> {
  const { cloud, stop } = await startWorld({ config: CONFIG });
  const stack = readAssembly(assemblyOf(CONFIG)).find(({ name }) => name === 'kubeferry-ui')!;
  const template = imported(stack.template, cloud);
  await cloud.createStack({ ...stack, template: { Resources: rolesOf(template) } });
  const issuer = await startIssuer();
  const pool = await startPool(cloud, template, issuer);
  const page = await startPage(cloud, template);
  return {
    cloud,
    issuer,
    pool,
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

/** What is published, with the headers that the stack gives it; the API has another address on this machine. */
function startPage(cloud: Cloud, template: Template): Promise<Listening> {
  const { origin } = new URL(cloud.api);
  const settings = {
    api: cloud.api,
    region: 'eu-west-1',
    issuer: ISSUER,
    clientId: 'kubeferry-page',
    endpoints: [ISSUER],
    identityPool: POOL,
    claim: 'groups',
  };
  const files = new Map(
    publishedFiles(
      currentUi(() => {}),
      JSON.stringify(settings),
    ).map((file) => [`/${file.key}`, file]),
  );
  const headers = headersOf(template, origin);
  return listen('ferry.example.test', (_, { pathname }) => {
    const file = files.get(pathname === '/' ? '/index.html' : pathname);
    if (!file) return { status: 403 };
    return {
      headers: { ...headers, 'content-type': file.contentType, 'cache-control': file.cacheControl },
      body: file.body,
    };
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
