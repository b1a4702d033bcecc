import { named, noToken, ValueName } from './dns-name';

const OCTET = '(?:0|[1-9]\\d{0,2})';
const RANGE = new RegExp(`^(${OCTET})\\.(${OCTET})\\.(${OCTET})\\.(${OCTET})/(\\d|[12]\\d|3[0-2])$`);

/** The text itself, if it is an IPv4 range in CIDR notation other than the whole internet. */
export function ipv4Range(value: string, name: ValueName): string {
  const match = RANGE.exec(noToken(value, name));
  if (!match || match.slice(1, 5).some(octet => Number(octet) > 255)) {
    throw new Error(`${named(name, value)} is not an IPv4 range: expected for instance "10.0.0.0/16"`);
  }
  if (match[5] === '0') {
    throw new Error(`${named(name, value)} is the whole internet: give the range itself, for instance "10.0.0.0/16"`);
  }
  return value;
}
