import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { endpointOverride } from '../../adapters/aws/clients.ts';
import { describeStack } from '../../adapters/aws/stacks.ts';
import { UI_STACK } from '../../core/base/run/names.ts';
import type { ConnectionFlags } from '../api/client.ts';
import { locate } from '../api/locate.ts';
import { badInput, CommandEnd, EXIT } from '../exit-codes.ts';
import { say, tell } from '../say.ts';
import { isLetIn } from './let-in.ts';
import { publishedFiles } from './published-files.ts';
import { currentUi } from './ui-files.ts';

/** Builds the page and puts it into the bucket of the stack that hosts it, with your own credentials. */
export async function publish(flags: ConnectionFlags & { json?: boolean }): Promise<void> {
  const { api, region, credentials } = await locate(flags);
  const { url = '', bucket = '', settings = '' } = await outputsOf({ region, credentials });
  const folder = currentUi((text) => tell(`${text}\n`));
  const s3 = new S3Client({ region, credentials, forcePathStyle: endpointOverride('s3') !== undefined });
  const files = publishedFiles(folder, JSON.stringify({ api, ...JSON.parse(settings) }));
  // One after another: the page itself comes last.
  for (const { key, body, contentType, cacheControl } of files) {
    const put = { Bucket: bucket, Key: key, Body: body, ContentType: contentType, CacheControl: cacheControl };
    await s3.send(new PutObjectCommand(put)).catch((error: Error) => {
      throw new CommandEnd(
        EXIT.failed,
        `kubeferry: ${key} could not be put into the bucket ${bucket}: ${error.message}`,
      );
    });
  }
  const letIn = await isLetIn(api, url);
  const next = letIn ? '' : `The API lets in no page of ${url} yet: ${WAY_IN(url)}\n`;
  say(
    flags.json
      ? `${JSON.stringify({ url, files: files.length, letIn })}\n`
      : `The page is at ${url} (${files.length} files).\n${next}`,
  );
}

const WAY_IN = (url: string) =>
  `write origin: '${url}' into ui of kubeferry.config.ts, and deploy kubeferry-hub. Give ${url}/ to the issuer as the address that it sends people back to.`;

async function outputsOf(place: Parameters<typeof describeStack>[0]): Promise<Record<string, string>> {
  try {
    return (await describeStack(place, UI_STACK)).outputs;
  } catch (error) {
    if ((error as Error).name !== 'NotFound') throw error;
    throw badInput([
      `There is no stack ${UI_STACK} in ${place.region}: write ui into kubeferry.config.ts, and deploy it: npx cdk deploy ${UI_STACK}`,
    ]);
  }
}
