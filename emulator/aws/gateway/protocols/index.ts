import type { Service } from '../../../base/service.ts';
import { ec2 } from './ec2.ts';
import { httpApi } from './http-api.ts';
import { json } from './json.ts';
import type { Protocol } from './protocol.ts';
import { query } from './query.ts';
import { restJson } from './rest-json.ts';
import { restXml } from './rest-xml.ts';

export const PROTOCOLS: Record<Service['protocol'], Protocol> = {
  json,
  query,
  ec2,
  'rest-json': restJson,
  'rest-xml': restXml,
  'http-api': httpApi,
};
