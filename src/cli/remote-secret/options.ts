import { Command } from 'commander';
import { DEFAULT_DURATION, parseDuration } from './duration';
import { addLinkOptions, LinkOptions } from './links';
import { addMeshOption, addOutputOption, OutputFormat } from '../certs-options';
import { ContextOptions } from '../kubernetes/clusters';
import { addContextOptions } from '../kubernetes/open-cluster';

/** What all verbs of `remote-secret` are given. */
export interface RemoteSecretOptions extends LinkOptions, ContextOptions {
  readonly mesh: string;
  readonly output: OutputFormat;
}

/** How long a token is to be valid. */
export interface DurationOptions {
  readonly duration?: number;
  readonly longLived?: boolean;
}

export function addRemoteSecretOptions(command: Command): Command {
  return addOutputOption(addContextOptions(addMeshOption(addLinkOptions(command)), 'several'));
}

export function addDurationOptions(command: Command, otherwise = DEFAULT_DURATION): Command {
  return command
    .option('--duration <time>', 'how long the token is to be valid, 12h or 90d for instance; the API server may grant less ' +
      `(default: ${otherwise})`, parseDuration)
    .option('--long-lived', 'a token without an end, kept in a Secret of the provider\'s cluster');
}

/**
 * The seconds that were asked for; undefined for a token without an end.
 *
 * @throws when both are asked for
 */
export function durationSeconds({ duration, longLived }: DurationOptions): number | undefined {
  if (longLived && duration !== undefined) {
    throw new Error('--long-lived makes a token without an end: leave out --duration');
  }
  return longLived ? undefined : duration ?? parseDuration(DEFAULT_DURATION);
}
