/** One kind to import, in the one version of it that is used. */
export interface CrdKind {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  /** Fields to leave out, as dotted paths from the root of the object. `status` always is. */
  readonly drop?: readonly string[];
  /** Of the field at a dotted path, the only children to keep. */
  readonly keepOnly?: Readonly<Record<string, readonly string[]>>;
  /** Why something is left out; goes into imports/README.md. */
  readonly note?: string;
}

/** A Go module that publishes CRDs. */
export interface CrdSource {
  readonly project: string;
  readonly module: string;
  readonly version: string;
  /** The module's checksum as in a go.sum file. A release that was moved after the fact does not get in. */
  readonly sum: string;
  /** SPDX identifier; checked against the LICENSE file of the module. */
  readonly licence: 'Apache-2.0';
  /** The YAML files to read, relative to the module. */
  readonly files: readonly string[];
  readonly kinds: readonly CrdKind[];
}

/**
 * Everything that `imports/` is made from. Go modules, because all five projects publish their CRDs
 * in them under an immutable version, with a checksum in a public log.
 *
 * To move to another version: change `version`, run the import, and copy the checksum from its message.
 */
export const CRD_SOURCES: readonly CrdSource[] = [
  {
    project: 'Istio API',
    module: 'istio.io/api',
    version: 'v1.31.1',
    sum: 'h1:5Yb5ihcz4YQsCkciusK7DnFpBMwRB6EFWeUKH1Atuyk=',
    licence: 'Apache-2.0',
    files: ['kubernetes/customresourcedefinitions.gen.yaml'],
    kinds: [
      { group: 'networking.istio.io', kind: 'DestinationRule', version: 'v1' },
      { group: 'networking.istio.io', kind: 'Gateway', version: 'v1' },
      { group: 'networking.istio.io', kind: 'ServiceEntry', version: 'v1' },
      { group: 'networking.istio.io', kind: 'VirtualService', version: 'v1' },
      { group: 'security.istio.io', kind: 'AuthorizationPolicy', version: 'v1' },
      { group: 'security.istio.io', kind: 'PeerAuthentication', version: 'v1' },
    ],
  },
  {
    project: 'Kubernetes Gateway API',
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.3.0',
    sum: 'h1:q6okN+/UKDATola4JY7zXzx40WO4VISk7i9DIfOvr9M=',
    licence: 'Apache-2.0',
    files: ['config/crd/standard/gateway.networking.k8s.io_gateways.yaml'],
    kinds: [
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', version: 'v1' },
    ],
  },
  {
    project: 'cert-manager',
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.2',
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    licence: 'Apache-2.0',
    files: ['deploy/crds/cert-manager.io_certificates.yaml'],
    kinds: [
      { group: 'cert-manager.io', kind: 'Certificate', version: 'v1' },
    ],
  },
  {
    project: 'External Secrets Operator',
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    licence: 'Apache-2.0',
    files: [
      'config/crds/bases/external-secrets.io_externalsecrets.yaml',
      'config/crds/bases/external-secrets.io_pushsecrets.yaml',
      'config/crds/bases/external-secrets.io_secretstores.yaml',
    ],
    kinds: [
      { group: 'external-secrets.io', kind: 'ExternalSecret', version: 'v1' },
      { group: 'external-secrets.io', kind: 'PushSecret', version: 'v1alpha1' },
      {
        group: 'external-secrets.io',
        kind: 'SecretStore',
        version: 'v1',
        keepOnly: { 'spec.provider': ['aws'] },
        note: 'of `spec.provider` only `aws`; the other providers are nine tenths of the schema',
      },
    ],
  },
  {
    project: 'Argo CD',
    module: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.2.0',
    sum: 'h1:m2eGAV+nXQGgzZbH5SyJD5laaPW27mzWXBrgisUHY/0=',
    licence: 'Apache-2.0',
    files: ['manifests/crds/application-crd.yaml'],
    kinds: [
      {
        group: 'argoproj.io',
        kind: 'Application',
        version: 'v1alpha1',
        drop: ['operation'],
        note: 'without `operation`, a request to sync that a person or the controller writes, never a manifest in Git',
      },
    ],
  },
];
