import { answerCall } from '../../adapters/kubernetes/connector/answer-call.ts';
import { required } from '../_shared/environment.ts';

/** The connector of one cluster: runs in its network, in the member's account, for the functions of the hub. */
export const handler = (event: unknown) =>
  answerCall(event, { endpoint: process.env.KUBEFERRY_ENDPOINT, region: required('AWS_REGION') });
