import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Cloud } from '../../local/cloud.ts';

/** The command with a pipeline's credentials and no terminal. Ends by itself, or by Ctrl-C when standard error says `until`. */
export async function kubeferry({ accounts, endpoint, region }: Cloud, args: string[], until?: string) {
  const { accessKeyId, secretAccessKey } = accounts.pipeline.credentials;
  const child = spawn(process.execPath, ['cli/main.ts', ...args], {
    env: {
      ...process.env,
      // Where the API is comes from the hub's stack.
      KUBEFERRY_API: '',
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  let interrupted = false;
  child.stderr.on('data', (text) => {
    err += text;
    // Once: a second Ctrl-C ends the process at once, whatever it was about to say.
    if (until && !interrupted && err.includes(until)) interrupted = child.kill('SIGINT');
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}
