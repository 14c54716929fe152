import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installClients } from './install-clients.ts';
import { judgeCalls } from './witness.ts';

const KEY = { id: 'AKIAEXAMPLE', secret: 'not-a-secret' };
const ID = '11111111-2222-3333-4444-555555555555';

let python: string;
let folder: string;
beforeAll(() => {
  python = installClients().python;
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-judge-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const body = (text: string) => ({
  base64: Buffer.from(text).toString('base64'),
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
});
const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=${KEY.id}/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

interface Call {
  service: string;
  method?: string;
  url?: string;
  headers?: Record<string, string>;
  sent?: string;
  status?: number;
  type?: string;
  answered?: string;
}

/** The deviations that the judge sees in one made-up exchange. */
async function judged(call: Call): Promise<string[]> {
  const { service, method = 'POST', url = '/', headers = {}, sent = '', status = 200, type, answered = '' } = call;
  const exchange = {
    method,
    url,
    headers: { host: 'localhost', 'x-amz-date': '20260101T000000Z', authorization: authorization(service), ...headers },
    body: body(sent),
    status,
    answerHeaders: { 'x-amzn-requestid': ID, ...(type ? { 'content-type': type } : {}) },
    answer: body(answered),
  };
  const file = join(folder, 'one.jsonl');
  writeFileSync(file, `${JSON.stringify({ key: KEY })}\n${JSON.stringify(exchange)}\n`);
  const { deviations } = await judgeCalls(python, [file]);
  return deviations.map(({ side, what }) => `${side}: ${what}`);
}

const kms = (sent: object, answered: object, type = 'application/x-amz-json-1.1') =>
  judged({
    service: 'kms',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.DescribeKey' },
    sent: JSON.stringify(sent),
    answered: JSON.stringify(answered),
    type,
  });

it('sees a signature that is not the one of botocore', async () => {
  expect(await kms({ KeyId: ID }, { KeyMetadata: { KeyId: ID } })).toEqual(['signature: another signature']);
});

it('sees what a request lacks, has too much, and may not have', async () => {
  const seen = await kms({ KeyId: '', Extra: 1 }, { KeyMetadata: { KeyId: ID } });
  expect(seen).toEqual([
    'request: $.Extra: unknown to the model',
    'request: $.KeyId: min 1 characters',
    expect.stringContaining('request: botocore refuses: Invalid length for parameter KeyId'),
    'signature: another signature',
  ]);
  expect(await kms({}, { KeyMetadata: { KeyId: ID } })).toContainEqual(
    expect.stringContaining('request: botocore refuses: Missing required parameter'),
  );
});

it('sees what an answer lacks, has too much, and may not have', async () => {
  const seen = await kms({ KeyId: ID }, { KeyMetadata: { KeyState: 'Broken', Extra: 1 } }, 'application/json');
  expect(seen).toEqual([
    'answer: $.KeyMetadata.Extra: unknown to the model',
    "answer: $.KeyMetadata.KeyState: not one of the model's values",
    expect.stringContaining('answer: botocore refuses: Missing required parameter in KeyMetadata: "KeyId"'),
    'answer: content type application/json, not application/x-amz-json-1.1',
    'signature: another signature',
  ]);
});

it('sees another status, a token of other letters, an element that does not exist, an operation that is none', async () => {
  const start = { service: 'ebs', url: '/snapshots', sent: '{"VolumeSize":1}', type: 'application/json' };
  expect(await judged({ ...start, answered: '{}' })).toContain('answer: status 200, the model says 201');
  const blocks = '{"Blocks":[{"BlockIndex":0,"BlockToken":"a_b-"}]}';
  const list = { service: 'ebs', method: 'GET', url: '/snapshots/snap-0a1b2c3d4e5f60718/blocks' };
  expect(await judged({ ...list, answered: blocks, type: 'application/json' })).toContainEqual(
    expect.stringMatching(/^answer: \$\.Blocks\[\]\.BlockToken: not of the pattern/),
  );
  const xml =
    '<DescribeVolumesResponse><requestId>r</requestId><volumeSet><item><colour>red</colour></item></volumeSet></DescribeVolumesResponse>';
  const volumes = {
    service: 'ec2',
    sent: 'Action=DescribeVolumes&Version=2016-11-15',
    answered: xml,
    type: 'text/xml',
  };
  expect(await judged(volumes)).toContain('answer: $.volumeSet[].colour: unknown to the model');
  expect(await judged({ ...volumes, sent: 'Action=DescribeVolumes&Version=2016-11-15&VolumeId.2=vol-1' })).toContain(
    'request: $.VolumeId.2: unknown to the model',
  );
  expect(await judged({ ...volumes, sent: 'Action=PaintVolumes' })).toContain(
    'request: no such operation: PaintVolumes',
  );
});
