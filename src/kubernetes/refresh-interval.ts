import { quoted } from '../mesh/quoted';

/** Minutes as External Secrets reads them. */
export function refreshInterval(minutes = 60): string {
  if (!Number.isInteger(minutes) || minutes < 1) {
    throw new Error(`refresh time ${quoted(minutes)} is not a number of minutes: expected a whole number from 1 on`);
  }
  return `${minutes}m`;
}
