import { Component, pinnedVersion } from './component';

/** Where Kubernetes keeps what its programs say of their version. */
const VERSION_PACKAGE = 'k8s.io/component-base/version';

/** The arguments of `go build` that decide what is in the program. */
export function buildFlags(component: Component): string[] {
  // Without symbols, a third smaller. The rest keeps the user's directories and the state of this checkout out of the program.
  return ['-mod=readonly', '-trimpath', '-buildvcs=false', `-ldflags=${['-s', '-w', ...versionFlags(component)].join(' ')}`];
}

/** Kubernetes' own build scripts set these; without them, clients take the server for one of version 0. */
function versionFlags(component: Component): string[] {
  if (component.module !== 'k8s.io/kubernetes') {
    return [];
  }
  const version = pinnedVersion(component);
  const [major, minor] = version.slice(1).split('.');
  return [`-X ${VERSION_PACKAGE}.gitVersion=${version}`, `-X ${VERSION_PACKAGE}.gitMajor=${major}`, `-X ${VERSION_PACKAGE}.gitMinor=${minor}`];
}
