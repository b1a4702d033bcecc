import { accessSync, constants } from 'fs';
import { delimiter, join } from 'path';
import { KERNEL_FEATURES, tryKernelFeatures } from './prerequisites-kernel';
import { CNI_DIRECTORY, CNI_PLUGINS, PROGRAMS } from './prerequisites-packages';
import { whyNotBuildable } from '../../scripts/components/build';
import { COMPONENT_NAMES } from '../../scripts/components/component';
import { whyNoVirtualEnvironment } from '../aws-api/virtual-environment';

/** Where Debian has programs for the superuser: `su` without a dash leaves it out of PATH. */
const SUPERUSER_DIRECTORY = '/usr/sbin';

/** Something that the lab needs, and this machine lacks. */
export interface Missing {
  readonly what: string;
  /** What to run, or to do where no command does it. */
  readonly command: string;
}

/** What decides whether the lab can run on a machine. */
export interface MachineFacts {
  /** As Node calls it. */
  readonly platform: string;
  readonly isRoot: boolean;
  /** Why the components cannot be built, and after a colon what to do. */
  readonly whyNotBuildable: string | undefined;
  /** Why there can be no Python environment, and after a colon what to do. */
  readonly whyNoVirtualEnvironment: string | undefined;
  /** Of those that the lab runs, what is in no directory of PATH and not in /usr/sbin either. */
  readonly missingPrograms: readonly string[];
  /** Of those that the lab runs, what is in /usr/sbin, and that is not in PATH. */
  readonly unsearchedPrograms: readonly string[];
  /** Of those that containerd runs. */
  readonly missingCniPlugins: readonly string[];
  /** What the kernel refused when it was tried: the key of a feature, and what was said. */
  readonly refusedByKernel: { readonly [feature: string]: string };
}

/** All that this machine lacks, at once. */
export function missingHere(): Missing[] {
  return missing(factsHere());
}

/**
 * Why the lab cannot run on this machine.
 *
 * @returns undefined if it can
 */
export function whyNotHere(): string | undefined {
  const lacks = missingHere();
  return lacks.length === 0 ? undefined : onOneLine(lacks);
}

/** Each with its command. */
export function onOneLine(lacks: readonly Missing[]): string {
  return lacks.map(({ what, command }) => `${what} (${command})`).join('; ').replace(/\s+/g, ' ');
}

/** What a machine of which the facts are known lacks. */
export function missing(facts: MachineFacts): Missing[] {
  if (facts.platform !== 'linux') {
    // Nothing else could be told of it.
    return [{ what: `needs Linux, this is ${facts.platform}`, command: 'run it on Debian 12, a virtual machine will do' }];
  }
  return [
    ...facts.isRoot ? [] : [{ what: 'needs root: it makes network namespaces and mounts', command: 'sudo -i, then the same command' }],
    ...[facts.whyNotBuildable, facts.whyNoVirtualEnvironment].filter(reason => reason !== undefined).map(splitRemedy),
    ...facts.unsearchedPrograms.length === 0 ? [] : [{
      what: `not in PATH: ${SUPERUSER_DIRECTORY}, which has ${facts.unsearchedPrograms.join(', ')}`,
      command: `export PATH=$PATH:${SUPERUSER_DIRECTORY}`,
    }],
    ...missingPackages(facts),
    ...KERNEL_FEATURES.filter(({ key }) => key in facts.refusedByKernel).map(({ key, what, remedy }) => ({
      what: `the kernel refuses ${what}: ${facts.refusedByKernel[key]}`,
      command: remedy,
    })),
  ];
}

/** The packages of Debian that this machine lacks, sorted. */
export function missingPackagesHere(): string[] {
  return packagesOf(factsHere());
}

/** One command for all packages. */
function missingPackages(facts: MachineFacts): Missing[] {
  const packages = packagesOf(facts);
  const what = [...facts.missingPrograms, ...facts.missingCniPlugins.map(plugin => `${CNI_DIRECTORY}/${plugin}`)].join(', ');
  return packages.length === 0 ? [] : [{
    what: `not installed: ${what}`,
    command: `apt-get update && apt-get install --no-install-recommends --yes ${packages.join(' ')}`,
  }];
}

function packagesOf({ missingPrograms, missingCniPlugins }: MachineFacts): string[] {
  const packages = [...missingPrograms.map(program => PROGRAMS[program]!), ...missingCniPlugins.length > 0 ? ['containernetworking-plugins'] : []];
  return [...new Set(packages)].sort();
}

function splitRemedy(reason: string): Missing {
  const colon = reason.lastIndexOf(': ');
  return { what: reason.slice(0, colon), command: reason.slice(colon + 2) };
}

function factsHere(): MachineFacts {
  const isRoot = process.getuid?.() === 0;
  const searched = (process.env.PATH ?? '').split(delimiter);
  const notFound = Object.keys(PROGRAMS).filter(program => !searched.some(directory => isExecutable(join(directory, program))));
  const unsearchedPrograms = notFound.filter(program => isExecutable(join(SUPERUSER_DIRECTORY, program)));
  return {
    platform: process.platform,
    isRoot,
    whyNotBuildable: whyNotBuildable(COMPONENT_NAMES),
    whyNoVirtualEnvironment: whyNoVirtualEnvironment(),
    missingPrograms: notFound.filter(program => !unsearchedPrograms.includes(program)),
    unsearchedPrograms,
    missingCniPlugins: CNI_PLUGINS.filter(plugin => !isExecutable(join(CNI_DIRECTORY, plugin))),
    // Only root may try, and only with programs that are found.
    refusedByKernel: process.platform === 'linux' && isRoot ? tryKernelFeatures(notFound) : {},
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
