import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Json } from '../../../kube/kube-object.ts';
import { AwsError } from '../../base/service.ts';
import { StateError } from '../base/errors.ts';
import type { StateOf } from '../definition/schema.ts';
import { actorOf } from '../execution/execution.ts';
import type { Visit } from '../execution/frame.ts';
import { evaluate, evaluateInteger } from '../execution/visit.ts';
import type { Item } from './map-items.ts';

type Reader = NonNullable<StateOf<'Map'>['ItemReader']>;

/**
 * Items of a Distributed Map from S3 (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html).
 * Whatever goes wrong in reading is States.ItemReaderFailed.
 */
export async function readItems(visit: Visit, reader: Reader): Promise<Item[]> {
  const given = (await evaluate(visit, reader.Arguments, 'ItemReader/Arguments')) as Record<string, Json>;
  const most = await evaluateInteger(visit, reader.ReaderConfig.MaxItems, 'ItemReader/ReaderConfig/MaxItems', 1);
  const listed = reader.Resource.endsWith('listObjectsV2');
  const known = listed ? ['Bucket', 'Prefix'] : ['Bucket', 'Key'];
  for (const key of Object.keys(given))
    if (!known.includes(key))
      throw new StateError('States.Runtime', `ItemReader/Arguments: '${key}' is not implemented here`);
  try {
    const items = listed ? await listObjects(visit, given, most) : await readObject(visit, given, reader);
    return items.slice(0, most);
  } catch (error) {
    throw asReaderError(error);
  }
}

async function listObjects(visit: Visit, given: Record<string, Json>, most = Number.POSITIVE_INFINITY) {
  const { engine, execution } = visit.frame;
  const bucket = String(given.Bucket);
  const items: Item[] = [];
  for await (const object of engine.host.s3.list(actorOf(execution), { bucket, prefix: String(given.Prefix ?? '') })) {
    const { etag: Etag, key: Key, size: Size, storageClass: StorageClass } = object;
    const LastModified = Math.floor(object.lastModified.getTime() / 1000);
    items.push({
      index: items.length,
      value: { Etag, Key, LastModified, Size, StorageClass },
      source: `S3://${bucket}`,
    });
    if (items.length >= most) break;
  }
  return items;
}

async function readObject(visit: Visit, given: Record<string, Json>, reader: Reader): Promise<Item[]> {
  const { engine, execution } = visit.frame;
  const [bucket, key] = [String(given.Bucket), String(given.Key)];
  const bytes = await engine.host.s3.get(actorOf(execution), { bucket, key });
  const text = Buffer.from(unpack(key, bytes)).toString('utf8');
  const values: Json = reader.ReaderConfig.InputType === 'JSONL' ? linesOf(text) : JSON.parse(text);
  if (!Array.isArray(values)) throw new Error(`S3://${bucket}/${key} holds no JSON array`);
  return values.map((value, index) => ({ index, value, source: `S3://${bucket}/${key}` }));
}

/** "Input files support the following external compression types: GZIP, ZSTD", told by the file name. */
function unpack(key: string, bytes: Uint8Array): Uint8Array {
  if (key.endsWith('.gz')) return gunzipSync(bytes);
  return /\.zstd?$/.test(key) ? zstdDecompressSync(bytes) : bytes;
}

const linesOf = (text: string): Json[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

function asReaderError(error: unknown): unknown {
  if (error instanceof AwsError) return new StateError('States.ItemReaderFailed', `${error.code}: ${error.message}`);
  return error instanceof Error && error.name !== 'Aborted'
    ? new StateError('States.ItemReaderFailed', error.message)
    : error;
}
