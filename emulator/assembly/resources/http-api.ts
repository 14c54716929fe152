/** HTTP APIs of API Gateway: the API, what it calls, its routes, and the stage that puts it on the wire. */
import { type ResourceType, resourceType } from '../template/resource.ts';

const api = resourceType({
  type: 'AWS::ApiGatewayV2::Api',
  uses: ['ProtocolType', 'CorsConfiguration'],
  keeps: ['Name', 'Description', 'Tags'],
  make(place, { httpApis }) {
    demand(place.properties.ProtocolType, 'HTTP');
    const { id, endpoint } = httpApis.create(place, place.properties.CorsConfiguration);
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: endpoint } };
  },
});

const integration = resourceType({
  type: 'AWS::ApiGatewayV2::Integration',
  uses: ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion'],
  keeps: ['TimeoutInMillis'],
  make({ logicalId, properties }, { httpApis }) {
    demand(properties.IntegrationType, 'AWS_PROXY');
    demand(properties.PayloadFormatVersion, '2.0');
    httpApis.get(properties.ApiId).integrations.set(logicalId, properties.IntegrationUri);
    return { ref: logicalId };
  },
});

const route = resourceType({
  type: 'AWS::ApiGatewayV2::Route',
  uses: ['ApiId', 'AuthorizationType', 'RouteKey', 'Target'],
  make({ logicalId, properties }, { httpApis }) {
    demand(properties.AuthorizationType, 'AWS_IAM');
    const { routes } = httpApis.get(properties.ApiId);
    routes.set(properties.RouteKey, String(properties.Target).replace(/^integrations\//, ''));
    return { ref: logicalId };
  },
});

const stage = resourceType({
  type: 'AWS::ApiGatewayV2::Stage',
  uses: ['ApiId', 'StageName', 'AutoDeploy'],
  keeps: ['AccessLogSettings', 'DefaultRouteSettings', 'Description', 'Tags'],
  make({ properties }, { httpApis }) {
    demand(properties.StageName, '$default');
    demand(properties.AutoDeploy, true);
    httpApis.get(properties.ApiId).stage = properties.StageName;
    return { ref: properties.StageName };
  },
});

function demand(given: unknown, served: unknown): void {
  if (given !== served) throw new Error(`only ${JSON.stringify(served)} is served here, not ${JSON.stringify(given)}.`);
}

export const HTTP_API: ResourceType[] = [api, integration, route, stage];
