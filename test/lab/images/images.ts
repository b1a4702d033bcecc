import { join } from 'path';
import { envoy } from './envoy';
import { Image } from './image';
import { NGINX_CONF } from './nginx-conf';
import { component } from '../../../scripts/components/build';
import { componentNamed, pinnedVersion } from '../../../scripts/components/component';

/** What istioctl is given as `hub`; of images at localhost, nothing is ever asked of a registry. */
export const ISTIO_HUB = 'localhost/istio';

/** What istioctl is given as `tag`. */
export const ISTIO_TAG = pinnedVersion(componentNamed('pilot-discovery'));

/** What containerd makes the sandbox of each pod from. */
export const SANDBOX_IMAGE = 'localhost/lab/pause:1';

/** curl, openssl, nc and socat, for what tests call from and answer with. */
export const CLIENT_IMAGE = 'localhost/lab/client:1';

/** What the sample web server of the bundles asks for. */
export const WEB_SERVER_IMAGE = 'public.ecr.aws/nginx/nginx-unprivileged:1.29';

/** Ends when it is asked to: the first process of a container has no default for the signal. */
const WAIT = ['/bin/sh', '-c', 'trap "exit 0" TERM INT; sleep infinity & wait'];

/** What the images are called. */
export interface ImageNames {
  readonly istioHub: string;
  readonly istioTag: string;
  readonly sandbox: string;
  readonly client: string;
  readonly webServer: string;
}

export const IMAGE_NAMES: ImageNames = {
  istioHub: ISTIO_HUB,
  istioTag: ISTIO_TAG,
  sandbox: SANDBOX_IMAGE,
  client: CLIENT_IMAGE,
  webServer: WEB_SERVER_IMAGE,
};

/**
 * The images of the lab. Those of Istio are laid out as its pilot/docker/Dockerfile.* have it.
 *
 * @param istioModule the directory of the Go module that istiod is built from
 * @throws if a component is not built
 */
export function images(istioModule: string, names: ImageNames = IMAGE_NAMES): Image[] {
  return [
    { name: names.sandbox, config: { Entrypoint: WAIT }, files: {} },
    { name: names.client, config: { Entrypoint: WAIT, User: '1000:1000' }, files: {} },
    {
      name: `${names.istioHub}/pilot:${names.istioTag}`,
      config: { Entrypoint: ['/usr/local/bin/pilot-discovery'], User: '1337:1337' },
      files: { '/usr/local/bin/pilot-discovery': { copyOf: component('pilot-discovery') } },
    },
    {
      name: `${names.istioHub}/proxyv2:${names.istioTag}`,
      config: { Entrypoint: ['/usr/local/bin/pilot-agent'] },
      files: {
        '/usr/local/bin/pilot-agent': { copyOf: component('pilot-agent') },
        '/usr/local/bin/envoy': { copyOf: envoy().path },
        '/var/lib/istio/envoy/envoy_bootstrap_tmpl.json': { copyOf: join(istioModule, 'tools', 'packaging', 'common', 'envoy_bootstrap.json') },
      },
    },
    {
      name: names.webServer,
      // Debian's nginx would write to a log file before it reads where to write.
      config: { Entrypoint: ['/usr/sbin/nginx', '-e', 'stderr', '-g', 'daemon off;'], User: '101:101' },
      files: { '/etc/nginx/nginx.conf': { text: NGINX_CONF } },
    },
  ];
}
