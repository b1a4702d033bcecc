import { isIPv4 } from 'net';
import { dnsName, named, noToken, ValueName } from '../mesh/dns-name';

const ONLY_DIGITS_AND_DOTS = /^[\d.]+$/;

/** Where a VPC endpoint is reached: a DNS name or an IPv4 address. */
export interface EndpointHost {
  readonly address: string;
  readonly isIpAddress: boolean;
}

export function endpointHost(address: string, name: ValueName): EndpointHost {
  noToken(address, name);
  if (isIPv4(address)) {
    return { address, isIpAddress: true };
  }
  // A mistyped IPv4 address has the form of a DNS name.
  if (ONLY_DIGITS_AND_DOTS.test(address)) {
    throw new Error(`${named(name, address)} is neither an IPv4 address nor a DNS name: expected for instance "10.0.0.10" or "cluster2.mesh.internal"`);
  }
  return { address: dnsName(address, name), isIpAddress: false };
}
