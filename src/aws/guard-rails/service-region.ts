import { GuardRail, GuardRailSeverity } from './guard-rail';
import { knownText, UNKNOWN } from './known-value';
import { regionOfService } from './landscape';

export const serviceRegion: GuardRail = {
  id: 'GR-16',
  severity: GuardRailSeverity.ERROR,
  what: 'An interface endpoint looks for its service in another region than the one in the name of the service, and does not find it.',
  limit: '`ServiceRegion`, or else the region of the stack, is that of `ServiceName`',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html',
  fix: 'Set ServiceRegion to the region in ServiceName.',
  breaches: landscape => landscape.serviceEndpoints().flatMap(endpoint => {
    const named = regionOfService(endpoint);
    const given = knownText(endpoint.properties.ServiceRegion);
    const searched = given ?? endpoint.template.artifact.region;
    return named === undefined || searched === undefined || searched === UNKNOWN || searched === named
      ? []
      : [{
        at: endpoint,
        location: 'Properties/ServiceRegion',
        got: given === undefined ? `none, so ${searched}` : searched,
        limit: `${named}, the region of ServiceName`,
      }];
  }),
};
