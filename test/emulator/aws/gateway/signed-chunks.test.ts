import { expect, it } from 'vitest';
import { decodeChunked, readChunks } from '../../../../emulator/aws/gateway/aws-chunked.ts';
import { chunkSignature } from '../../../../emulator/aws/gateway/signature.ts';

/** The example of https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const SCOPE = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  day: '20130524',
  region: 'us-east-1',
  service: 's3',
  date: '20130524T000000Z',
  signedHeaders: [],
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
};
const SIGNATURES = [
  'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
];
const SIZES = [65_536, 1_024, 0];

it('signs chunks as the example of the documentation does', () => {
  let before = SCOPE.signature;
  for (const [at, size] of SIZES.entries()) {
    before = chunkSignature(Buffer.alloc(size, 'a'), before, SCOPE, SECRET);
    expect(before).toBe(SIGNATURES[at]);
  }
});

it('reads signed chunks as the body that they are of', () => {
  const wire = SIZES.map(
    (size, at) => `${size.toString(16)};chunk-signature=${SIGNATURES[at]}\r\n${'a'.repeat(size)}\r\n`,
  );
  const body = Buffer.from(wire.join(''));
  const { chunks, end } = readChunks(body);
  expect([...chunks.map(({ signature }) => signature), end]).toEqual(SIGNATURES);
  const headers = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
  const request = { method: 'PUT', path: '/', query: [], headers, body } as unknown as Parameters<
    typeof decodeChunked
  >[0];
  expect(decodeChunked(request).body).toEqual(Buffer.alloc(66_560, 'a'));
});
