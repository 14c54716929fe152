import { expect, it } from 'vitest';
import { requestHead } from '../../../adapters/wire/request-head.ts';

it('writes request line and headers', () => {
  expect(requestHead('GET', '/a?b=c', { host: 'it', x: '1, 2' })).toBe(
    'GET /a?b=c HTTP/1.1\r\nhost: it\r\nx: 1, 2\r\n\r\n',
  );
});

it.each([
  ['/a HTTP/1.1\r\nx: y', {}],
  ['/a', { x: 'y\nz: 1' }],
  ['/a', { 'x: y\r\nz': '1' }],
  // In latin1 these are sent as carriage return and line feed.
  ['/a\u010d\u010aX:', {}],
  ['/a', { x: 'y\u560d\u560az: 1' }],
  ['/a', { x: 'caf\u00e9' }],
])('refuses what would be read as another line: %j %j', (target, headers) => {
  expect(() => requestHead('GET', target, headers)).toThrow('has a line end in it');
});

it('refuses a target that ends before its end', () => {
  expect(() => requestHead('GET', '/a HTTP/1.1', {})).toThrow('has a space in it');
});
