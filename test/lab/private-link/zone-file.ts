import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ZoneRecord, Zones } from './zones';

/** For how long resolvers remember that there is no such name. Route 53 says 15 minutes, for which nobody here wants to wait. */
const NEGATIVE_TTL = 5;

/** A zone as RFC 1035 writes it, without its serial number: that stands where `SERIAL` does. */
export function zoneText(zone: string, records: readonly ZoneRecord[]): string {
  const server = `ns.${zone}.`;
  return [
    `${zone}. ${NEGATIVE_TTL} IN SOA ${server} hostmaster.${zone}. SERIAL 7200 900 1209600 ${NEGATIVE_TTL}`,
    `${zone}. 172800 IN NS ${server}`,
    ...records.flatMap(({ name, type, ttl, values }) => values.map(value => `${name} ${ttl} IN ${type} ${value}`)).sort(),
    '',
  ].join('\n');
}

/**
 * Makes the files of a directory those of zones, each named as its zone. What is as it should be is not touched: servers
 * read a zone again when its serial number rises.
 */
export function writeZones(directory: string, zones: Zones): void {
  mkdirSync(directory, { recursive: true });
  for (const gone of readdirSync(directory).filter(name => !(name in zones))) {
    rmSync(join(directory, gone));
  }
  for (const [zone, records] of Object.entries(zones)) {
    const file = join(directory, zone);
    const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const serial = Number(/ SOA \S+ \S+ (\d+) /.exec(before)?.[1] ?? 0);
    const text = zoneText(zone, records);
    if (text.replace('SERIAL', `${serial}`) !== before) {
      // Not in the directory, of which servers read all files.
      const unfinished = `${directory}-${zone}.unfinished`;
      writeFileSync(unfinished, text.replace('SERIAL', `${Math.max(serial + 1, Math.floor(Date.now() / 1000))}`));
      renameSync(unfinished, file);
    }
  }
}
