import { InvalidArgumentError } from 'commander';

/** How long a token is valid when nothing else is asked for. */
export const DEFAULT_DURATION = '30d';

const SECONDS: { readonly [unit: string]: number } = { m: 60, h: 3600, d: 86_400 };

/** The least that an API server grants. https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/ */
export const MIN_SECONDS = 600;
export const MAX_SECONDS = 3650 * SECONDS.d;

/** Reads a duration, `12h` for instance, as seconds. */
export function parseDuration(text: string): number {
  const match = /^(\d{1,7})([mhd])$/.exec(text);
  const seconds = match ? Number(match[1]) * SECONDS[match[2]] : 0;
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    throw new InvalidArgumentError('expected a whole number of minutes, hours or days from 10m to 3650d, for instance 12h');
  }
  return seconds;
}

/** A time span for people: the largest unit in which it is 2 at least, rounded down. */
export function spanText(seconds: number): string {
  const [unit, size] = Object.entries({ days: SECONDS.d, hours: SECONDS.h, minutes: SECONDS.m })
    .find(([, length]) => seconds >= 2 * length) ?? ['seconds', 1];
  return `${Math.max(0, Math.floor(seconds / size))} ${unit}`;
}
