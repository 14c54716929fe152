import type { Cloud } from '../../local/cloud.ts';
import { ROUTE } from '../demo/run-demo.ts';

/** As the API names it: without what every machine's name begins with. */
const ROUTE_NAME = ROUTE.replace(/^kubeferry-/, '');

/** Everything that a script needs of the cloud. */
export function description({ endpoint, api, region, accounts, people, clusters, stateMachines, bucket }: Cloud) {
  const keys = (name: keyof Cloud['accounts']) => ({
    id: accounts[name].id,
    region: accounts[name].region,
    ...accounts[name].credentials,
  });
  return {
    endpoint,
    api,
    region,
    accounts: { hub: keys('hub'), source: keys('source'), target: keys('target'), pipeline: keys('pipeline') },
    people,
    clusters: {
      source: { name: clusters.source.name, endpoint: clusters.source.running.endpoint },
      target: { name: clusters.target.name, endpoint: clusters.target.running.endpoint },
    },
    stateMachines,
    bucket,
    example: { stateMachineArn: stateMachines[ROUTE], input: JSON.stringify({ selection: { namespaces: ['shop'] } }) },
  };
}

/** What a person can do with it. `awsConfig` is a file with a profile for each of the people. */
export function forPeople(cloud: Cloud, { speed, awsConfig }: { speed: number; awsConfig: string }): string {
  const { endpoint, api, region, accounts, example, clusters, people } = description(cloud);
  const { accessKeyId, secretAccessKey } = accounts.pipeline;
  return `
The local cloud runs at ${endpoint} until you press Ctrl-C.

  source  cluster ${clusters.source.name} in account ${accounts.source.id}, ${accounts.source.region}
  target  cluster ${clusters.target.name} in account ${accounts.target.id}, ${accounts.target.region}
  hub     account ${accounts.hub.id}, ${region}
  clock   ${clockOf(speed)}

Point the aws CLI or any SDK at it, as the pipeline's user:

  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}
  aws stepfunctions start-execution --state-machine-arn ${example.stateMachineArn} --input '${example.input}'

The API for pipelines is at ${api}, which the command looks up by itself:

  npm run kubeferry -- clone ${ROUTE_NAME} --namespace shop
  curl --aws-sigv4 aws:amz:${region}:execute-api --user ${accessKeyId}:${secretAccessKey} ${api}/routes/${ROUTE_NAME}

Look at the source, or at the clone, with kubectl:

  npm run --silent kubeferry -- local kubeconfig target --out ${clusters.target.name}.kubeconfig
  kubectl --kubeconfig ${clusters.target.name}.kubeconfig get deployments,pods,persistentvolumeclaims --namespace shop

Be somebody of a team (${Object.keys(people).join(', ')}), whose calls are judged by the rights that they have:

  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; export AWS_CONFIG_FILE=${awsConfig}
  npm run kubeferry -- plan ${ROUTE_NAME} --namespace shop --profile developer
`;
}

const clockOf = (speed: number) =>
  speed === 1
    ? 'as yours'
    : `${speed} times as fast as yours (--speed): waits of AWS, and all times that runs and schedules show, pass as fast`;
