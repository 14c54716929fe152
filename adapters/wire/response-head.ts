/** Status line and headers of an HTTP/1.1 response (https://www.rfc-editor.org/rfc/rfc9112). */
export interface ResponseHead {
  status: number;
  /** Names in lower case; values of one name that came several times are joined. */
  headers: Record<string, string>;
  /** How the end of the body is told (RFC 9112, section 6.3). */
  framing: { by: 'length'; length: number } | { by: 'chunks' } | { by: 'close' };
  /** False where the server closes the connection after it. */
  isKeptAlive: boolean;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: |$)/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;

/** Of the text before the empty line. Throws an error of code EPROTO for what is no such head. */
export function parseHead(text: string): ResponseHead {
  const [first = '', ...lines] = text.split('\r\n');
  const [, minor, code] = STATUS_LINE.exec(first) ?? [];
  if (code === undefined) throw noHttp(`"${first.slice(0, 100)}" is no status line`);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, field, value] = FIELD.exec(line) ?? [];
    if (field === undefined || value === undefined) throw noHttp(`"${line.slice(0, 100)}" is no header`);
    const name = field.toLowerCase();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const status = Number(code);
  const framing = framingOf(status, headers);
  const asked = headers.connection?.toLowerCase() ?? (minor === '1' ? '' : 'close');
  return { status, headers, framing, isKeptAlive: framing.by !== 'close' && !/\bclose\b/.test(asked) };
}

function framingOf(status: number, headers: Record<string, string>): ResponseHead['framing'] {
  const { 'transfer-encoding': encoding, 'content-length': length } = headers;
  if (status < 200 || status === 204 || status === 304) return { by: 'length', length: 0 };
  if (encoding !== undefined) {
    if (encoding.toLowerCase() !== 'chunked' || length !== undefined) throw noHttp(`it is encoded as "${encoding}"`);
    return { by: 'chunks' };
  }
  if (length === undefined) return { by: 'close' };
  if (!/^\d{1,15}$/.test(length)) throw noHttp(`"${length}" is no length`);
  return { by: 'length', length: Number(length) };
}

/** Something else than AWS is at the other end, such as a proxy: no attempt will meet another one. */
export function noHttp(why: string): Error {
  return Object.assign(new Error(`the answer is no HTTP: ${why}`), { code: 'EPROTO' });
}
