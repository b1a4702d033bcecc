import { DEFINITIONS, OBJECT_METADATA } from './structural-schema';

/** The JSON Schema of a kind whose CRD is not imported. */
export interface OwnSchema {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: object;
}

const string = { type: 'string', minLength: 1 };
const boolean = { type: 'boolean' };
const loose = { type: 'object' };
const stringMap = { type: 'object', additionalProperties: { type: 'string' } };
const portNumberOrName = { anyOf: [{ type: 'integer', minimum: 1, maximum: 65535 }, { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$' }] };
const goDuration = { type: 'string', pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$' };

function strictObject(properties: Readonly<Record<string, object>>, required: readonly string[] = []): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

function listOf(items: object, minItems = 1): object {
  return { type: 'array', items, minItems };
}

/** A kind that the API server stores: it has a name and a spec. */
function resource(apiVersion: string, kind: string, spec: object): OwnSchema {
  const properties = { apiVersion: { const: apiVersion }, kind: { const: kind }, metadata: OBJECT_METADATA, spec };
  return { apiVersion, kind, schema: { ...strictObject(properties, ['apiVersion', 'kind', 'metadata', 'spec']), $defs: DEFINITIONS } };
}

/**
 * AWS Load Balancer Controller.
 * Fields after https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/;
 * names and ids as Elastic Load Balancing and EC2 form them.
 */
const targetGroupBinding = resource('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding', {
  ...strictObject({
    serviceRef: strictObject({ name: string, port: portNumberOrName }, ['name', 'port']),
    targetGroupARN: { type: 'string', pattern: '^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\\d{12}:targetgroup/[A-Za-z0-9-]{1,32}/[0-9a-f]+$' },
    targetGroupName: { type: 'string', maxLength: 32, pattern: '^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$' },
    targetGroupProtocol: { enum: ['TCP', 'TLS', 'UDP', 'TCP_UDP'] },
    targetType: { enum: ['instance', 'ip'] },
    ipAddressType: { enum: ['ipv4', 'ipv6'] },
    vpcID: { type: 'string', pattern: '^vpc-[0-9a-z]+$' },
    multiClusterTargetGroup: boolean,
    iamRoleArnToAssume: { type: 'string', pattern: '^arn:aws[a-z-]*:iam::\\d{12}:role/.+$' },
    assumeRoleExternalId: string,
    networking: strictObject({
      ingress: listOf(strictObject({
        from: listOf({
          ...strictObject({
            ipBlock: strictObject({ cidr: { type: 'string', pattern: '^[0-9a-fA-F.:]+/\\d{1,3}$' } }, ['cidr']),
            securityGroup: strictObject({ groupID: { type: 'string', pattern: '^sg-[0-9a-z]+$' } }, ['groupID']),
          }),
          oneOf: [{ required: ['ipBlock'] }, { required: ['securityGroup'] }],
        }),
        ports: listOf(strictObject({ port: portNumberOrName, protocol: { enum: ['TCP', 'UDP'] } }), 0),
      }, ['from', 'ports'])),
    }),
  }, ['serviceRef']),
  // The controller takes both and then ignores the name, so both together hide a mistake.
  oneOf: [{ required: ['targetGroupARN'] }, { required: ['targetGroupName'] }],
});

/**
 * Flux.
 * Fields after https://fluxcd.io/flux/components/kustomize/kustomizations/.
 */
const fluxKustomization = resource('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
  ...strictObject({
    interval: goDuration,
    retryInterval: goDuration,
    timeout: goDuration,
    path: string,
    prune: boolean,
    wait: boolean,
    force: boolean,
    suspend: boolean,
    sourceRef: strictObject({
      apiVersion: string,
      kind: { enum: ['GitRepository', 'OCIRepository', 'Bucket', 'ExternalArtifact'] },
      name: string,
      namespace: string,
    }, ['kind', 'name']),
    targetNamespace: { type: 'string', minLength: 1, maxLength: 63 },
    serviceAccountName: string,
    deletionPolicy: { enum: ['MirrorPrune', 'Delete', 'WaitForTermination', 'Orphan'] },
    commonMetadata: strictObject({ annotations: stringMap, labels: stringMap }),
    dependsOn: listOf(strictObject({ name: string, namespace: string, readyExpr: string }, ['name'])),
    healthChecks: listOf(strictObject({ apiVersion: string, kind: string, name: string, namespace: string }, ['kind', 'name'])),
    healthCheckExprs: listOf(strictObject(
      { apiVersion: string, kind: string, current: string, failed: string, inProgress: string },
      ['apiVersion', 'kind', 'current'],
    )),
    kubeConfig: strictObject({ secretRef: strictObject({ name: string, key: string }, ['name']) }, ['secretRef']),
  }, ['interval', 'prune', 'sourceRef']),
  not: { properties: { wait: { const: true } }, required: ['wait', 'healthChecks'] },
  $comment: 'wait makes Flux ignore healthChecks; set one of them',
});

const operatorResources = strictObject({
  affinity: loose,
  env: listOf({ type: 'object', properties: { name: string }, required: ['name'] }),
  hpaSpec: loose,
  imagePullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
  nodeSelector: stringMap,
  overlays: listOf(strictObject({
    apiVersion: string,
    kind: string,
    name: string,
    patches: listOf(strictObject({ path: string, value: {} }, ['path'])),
  }, ['kind', 'name', 'patches'])),
  podAnnotations: stringMap,
  podDisruptionBudget: loose,
  priorityClassName: string,
  readinessProbe: loose,
  replicaCount: { type: 'integer', minimum: 1 },
  resources: loose,
  securityContext: loose,
  service: loose,
  serviceAnnotations: stringMap,
  strategy: loose,
  tolerations: listOf(loose),
  volumeMounts: listOf(loose),
  volumes: listOf(loose),
});
const operatorComponent = { enabled: boolean, namespace: string, hub: string, tag: string, k8s: operatorResources };
const operatorGateway = strictObject({ ...operatorComponent, name: string, label: stringMap }, ['name', 'enabled']);

/**
 * Istio. Never applied to a cluster: `istioctl install -f` reads it, and refuses unknown fields too.
 * Fields after https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/; what `meshConfig` and
 * `values` hold depends on the Istio version and is left open.
 */
const istioOperator = resource('install.istio.io/v1alpha1', 'IstioOperator', strictObject({
  profile: string,
  hub: string,
  tag: string,
  namespace: string,
  revision: string,
  compatibilityVersion: string,
  meshConfig: loose,
  values: loose,
  unvalidatedValues: loose,
  components: strictObject({
    base: strictObject({ enabled: boolean, k8s: operatorResources }),
    pilot: strictObject(operatorComponent),
    cni: strictObject(operatorComponent),
    ztunnel: strictObject(operatorComponent),
    istiodRemote: strictObject(operatorComponent),
    ingressGateways: listOf(operatorGateway),
    egressGateways: listOf(operatorGateway),
  }),
}));

/**
 * Kustomize. A file for `kubectl apply -k`, not an object of a cluster, so it needs no name.
 * Fields after https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/, without deprecated ones.
 */
const kustomizeKustomization: OwnSchema = {
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  schema: {
    ...strictObject({
      apiVersion: { const: 'kustomize.config.k8s.io/v1beta1' },
      kind: { const: 'Kustomization' },
      metadata: OBJECT_METADATA,
      namespace: string,
      // A path from the root of a machine works on that machine only.
      resources: { ...listOf({ type: 'string', pattern: '^[^/]' }), uniqueItems: true },
      components: { ...listOf({ type: 'string', pattern: '^[^/]' }), uniqueItems: true },
      labels: listOf(strictObject({
        pairs: { ...stringMap, minProperties: 1 },
        includeSelectors: boolean,
        includeTemplates: boolean,
      }, ['pairs'])),
      commonAnnotations: stringMap,
      patches: listOf({
        ...strictObject({
          path: string,
          patch: string,
          target: strictObject({
            group: string, version: string, kind: string, name: string, namespace: string, labelSelector: string, annotationSelector: string,
          }),
        }),
        oneOf: [{ required: ['path'] }, { required: ['patch'] }],
      }),
      buildMetadata: listOf({ enum: ['originAnnotations', 'transformerAnnotations', 'managedByLabel'] }),
      sortOptions: strictObject({ order: { enum: ['legacy', 'fifo'] } }, ['order']),
    }, ['apiVersion', 'kind', 'resources']),
    $defs: DEFINITIONS,
  },
};

/**
 * Schemas of the kinds that this project writes and whose CRD is not imported. In our own words, and only with the
 * fields that are written: another field is first looked up in the documentation named, then added.
 */
export const OWN_SCHEMAS: readonly OwnSchema[] = [
  fluxKustomization,
  istioOperator,
  kustomizeKustomization,
  targetGroupBinding,
];
