import { readFileSync } from 'fs';
import { CachedFile, sources } from './cached-file';
import { runCommand } from './run-command';
import { goArch } from '../../../scripts/components/go-toolchain';

/** What the images need beside what every Debian has; pilot-agent runs iptables and ip. */
const PACKAGES = ['ca-certificates', 'curl', 'iproute2', 'iptables', 'netcat-openbsd', 'nginx', 'openssl', 'socat'];

/** Half of the size, and needed only to install more packages. */
const UNNEEDED = [
  'usr/lib/*/gconv', 'usr/lib/*/libperl.so*', 'usr/lib/*/perl', 'usr/share/perl', 'usr/share/doc', 'usr/share/locale', 'usr/share/man',
  'var/cache/*', 'var/lib/dpkg/info', 'var/log/*',
];

/** The user of Istio's own images. */
const ISTIO_PROXY = 'istio-proxy:x:1337:1337::/home/istio-proxy:/bin/sh';

/** About how long it takes on 2 cores. */
const SECONDS = 45;

/** The tar of a small Debian, the lowest layer of all images. */
export function baseFileSystem(): CachedFile {
  return new CachedFile('base.tar', [goArch(), osRelease('VERSION_CODENAME'), ...sources(__filename)]);
}

export function makeBaseFileSystem(progress: (line: string) => void): void {
  const suite = osRelease('VERSION_CODENAME');
  baseFileSystem().provide((path, scratch) => {
    progress(`base file system from Debian packages (${suite}), about ${SECONDS} s ...`);
    const start = Date.now();
    // It mounts the host's /dev/shm, /proc and /sys below the scratch directory: where nobody else sees them, because the directory is removed
    // with all that is in it, also when mmdebstrap is killed.
    runCommand('unshare', [
      '--mount',
      'mmdebstrap',
      '--quiet',
      '--variant=essential',
      `--include=${PACKAGES.join(',')}`,
      // Nothing below dev, proc and sys, which are the host's at this time.
      `--customize-hook=cd "$1" && rm -rf --one-file-system ${UNNEEDED.join(' ')}`,
      `--customize-hook=echo ${ISTIO_PROXY} >> "$1"/etc/passwd`,
      suite,
      path,
      ...aptSources(suite),
    ], { env: { ...process.env, TMPDIR: scratch, SOURCE_DATE_EPOCH: '0' } });
    progress(`base file system is made (${Math.round((Date.now() - start) / 1000)} s)`);
  });
}

/** The files in which this machine names where it has its own packages from, mirrors and keys included. */
function aptSources(suite: string): string[] {
  const format = '$(SOURCESENTRY)\t$(RELEASE)\t$(ORIGIN)';
  const targets = runCommand('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']).trim().split('\n');
  const files = targets.map(line => line.split('\t')).filter(([, release, origin]) => {
    // Before the first `apt-get update`, the origin is not known.
    const isOwn = origin === '$(ORIGIN)' || origin?.toLowerCase() === osRelease('ID');
    return isOwn && release?.split(/[-/]/)[0] === suite;
  }).map(([entry]) => entry!.replace(/:\d+$/, ''));
  if (files.length === 0) {
    throw new Error(`apt has no source of ${suite}: "apt-get indextargets" should name one; add it below /etc/apt/sources.list.d`);
  }
  return [...new Set(files)];
}

function osRelease(key: string): string {
  const value = new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  if (!value) {
    throw new Error(`/etc/os-release has no ${key}: the images are made from Debian packages, on Debian`);
  }
  return value;
}
