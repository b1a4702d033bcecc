import { BundleFile } from './bundle-file';
import { FluxSourceKind, GitOps } from './git-ops';
import { ArgoCdApplication } from '../kubernetes/argo-cd-application';
import { CacertsFromSecretsManager } from '../kubernetes/cacerts-from-secrets-manager';
import { CertManagerIntermediate } from '../kubernetes/cert-manager-intermediate';
import { DemoApplication } from '../kubernetes/demo-application';
import { EastWestGateway } from '../kubernetes/east-west-gateway';
import { EastWestGatewayOperator } from '../kubernetes/east-west-gateway-operator';
import { EastWestGatewayProps } from '../kubernetes/east-west-gateway-props';
import { eastWestGatewayValues } from '../kubernetes/east-west-gateway-values';
import { ExposedKubeApi } from '../kubernetes/exposed-kube-api';
import { ExposedServices } from '../kubernetes/exposed-services';
import { FluxKustomization } from '../kubernetes/flux-kustomization';
import { GatewayTargetGroupBinding } from '../kubernetes/gateway-target-group-binding';
import { ImportedService } from '../kubernetes/imported-service';
import { IstiodOperator } from '../kubernetes/istiod-operator';
import { IstiodSettings } from '../kubernetes/istiod-settings';
import { istiodValues } from '../kubernetes/istiod-values';
import { MeshNamespace } from '../kubernetes/mesh-namespace';
import { PushedReaderToken } from '../kubernetes/pushed-reader-token';
import { RemoteNetworkGateway } from '../kubernetes/remote-network-gateway';
import { RemoteReader } from '../kubernetes/remote-reader';
import { RemoteSecretFromSecretsManager } from '../kubernetes/remote-secret-from-secrets-manager';
import { SecretsManagerAccount } from '../kubernetes/secrets-manager-account';
import { SecretsManagerStore } from '../kubernetes/secrets-manager-store';
import { StubService } from '../kubernetes/stub-service';
import { CertificateAuthorityKind, ExportedService, GatewayInstaller, IstiodInstallation, MeshCluster, MeshLink, NameResolution } from '../mesh';
import { keepsCertificateAuthority, keptTokens } from '../mesh/cluster-secrets';
import {
  cacertsSecretName, ISTIO_NAMESPACE, loadBalancingName, partialSecretArn, providerStackName, qualifiedName, readerTokenSecretName,
} from '../mesh/names';
import { readerTokenPolicy } from '../mesh/reader-token-policy';

/** The files of a cluster's bundle, in the order in which they are applied. */
export function clusterBundle(cluster: MeshCluster, gitOps?: GitOps): BundleFile[] {
  return [
    namespaces(cluster),
    ...secretStores(cluster),
    ...certificateAuthority(cluster),
    ...istiod(cluster),
    ...eastWestGateway(cluster),
    ...exposure(cluster),
    ...cluster.consumes.filter(link => link._isDiscovery || link.services.length > 0).map(remote),
    ...stubServices(cluster),
    ...readers(cluster),
    ...remoteSecrets(cluster),
    ...demo(cluster),
    ...(gitOps ? [controller(cluster, gitOps)] : []),
  ];
}

function namespaces(cluster: MeshCluster): BundleFile {
  // The demo brings its own namespace, and an object belongs in one file.
  const elsewhere = new Set([ISTIO_NAMESPACE, ...cluster.demoWebServers.map(server => server.service.namespace)]);
  const exported = new Set(cluster.exportedServices.map(service => service.namespace).filter(name => !elsewhere.has(name)));
  const stubbed = new Set(stubs(cluster).map(service => service.namespace).filter(name => !elsewhere.has(name) && !exported.has(name)));
  return {
    path: '00-namespace.yaml',
    purpose: `The namespaces of cluster ${cluster.name}, and the network that Istio's own namespace says the cluster is.`,
    syncWave: -30,
    content: {
      chart: chart => {
        new MeshNamespace(chart, 'istio', { name: ISTIO_NAMESPACE, network: cluster.network });
        for (const name of [...exported].sort()) {
          new MeshNamespace(chart, name, { name, injection: true, revision: cluster.revision });
        }
        for (const name of [...stubbed].sort()) {
          new MeshNamespace(chart, name, { name });
        }
      },
    },
  };
}

/** The links over which the cluster reads others with a token that they push. */
function takenTokens(cluster: MeshCluster): MeshLink[] {
  return cluster.consumes.filter(link => link._hasExternalSecret);
}

/** The regions in which the cluster's External Secrets reads or writes, sorted. */
function secretRegions(cluster: MeshCluster): string[] {
  const own = keepsCertificateAuthority(cluster) || keptTokens(cluster).length > 0 ? [cluster.region] : [];
  return [...new Set([...own, ...takenTokens(cluster).map(link => link.provider.region)])].sort();
}

function secretStores(cluster: MeshCluster): BundleFile[] {
  const regions = secretRegions(cluster);
  const { externalSecrets } = cluster;
  return regions.length === 0 || !externalSecrets ? [] : [{
    path: '05-secret-store.yaml',
    purpose: `How External Secrets of cluster ${cluster.name} reaches AWS Secrets Manager.`,
    syncWave: -25,
    content: {
      chart: chart => {
        if (externalSecrets.ownServiceAccount) {
          new SecretsManagerAccount(chart, 'account', { externalSecrets });
        }
        for (const region of regions) {
          new SecretsManagerStore(chart, region, { region, externalSecrets });
        }
      },
    },
  }];
}

function certificateAuthority(cluster: MeshCluster): BundleFile[] {
  const { mesh, name, region, revision } = cluster;
  const file = (purpose: string, content: BundleFile['content']): BundleFile[] => [{ path: '10-ca.yaml', purpose, syncWave: -20, content }];
  switch (cluster.certificateAuthority.kind) {
    case CertificateAuthorityKind.FILES: return [];
    case CertificateAuthorityKind.CERT_MANAGER: return file(`The certificate authority of cluster ${name}: cert-manager makes it, before istiod starts.`, {
      chart: chart => {
        new CertManagerIntermediate(chart, 'ca', { meshId: mesh.meshId, cluster: name, certificateAuthority: cluster.certificateAuthority, revision });
      },
    });
    case CertificateAuthorityKind.EXTERNAL_SECRETS: return file(`The certificate authority of cluster ${name}: External Secrets brings it, before istiod starts.`, {
      chart: chart => {
        new CacertsFromSecretsManager(chart, 'ca', {
          awsSecret: cacertsSecretName(mesh.meshId, name),
          region,
          refreshMinutes: cluster.externalSecrets!.refreshMinutes,
        });
      },
    });
  }
}

function istiod(cluster: MeshCluster): BundleFile[] {
  const { mesh } = cluster;
  const onTheWay = [cluster, ...cluster.consumes.map(link => link.provider)];
  const settings: IstiodSettings = {
    meshId: mesh.meshId,
    clusterName: cluster.name,
    network: cluster.network,
    trustDomain: mesh.trustDomain,
    importedHosts: cluster.importedServices.map(service => service.host),
    dnsCapture: cluster.nameResolution === NameResolution.DNS_CAPTURE,
    idleTimeoutSeconds: Math.min(...onTheWay.map(({ loadBalancer }) => loadBalancer.idleTimeoutSeconds)),
    defaultReader: cluster.defaultReader,
    istioVersion: cluster.istioVersion,
    revision: cluster.revision,
  };
  const values: BundleFile = {
    path: 'install/istiod-values.yaml',
    purpose: cluster.istiodInstallation === IstiodInstallation.ELSEWHERE
      ? `Settings to merge into the installation of istiod in cluster ${cluster.name}, as values of Istio's istiod chart.`
      : `Values of Istio's istiod chart for cluster ${cluster.name}: helm install istiod -n ${ISTIO_NAMESPACE} -f this-file.`,
    content: { values: istiodValues(settings) },
  };
  return cluster.istiodInstallation === IstiodInstallation.ELSEWHERE ? [values] : [{
    path: 'install/istiod.yaml',
    purpose: `istiod of cluster ${cluster.name}: istioctl install -f this-file.`,
    content: { chart: chart => { new IstiodOperator(chart, 'istiod', settings); } },
  }, values];
}

function eastWestGateway(cluster: MeshCluster): BundleFile[] {
  if (cluster.provides.length === 0) {
    return [];
  }
  const { loadBalancer, gatewayInstallation, name, mesh } = cluster;
  const loadBalancerName = loadBalancingName(mesh.meshId, name);
  const props: EastWestGatewayProps = {
    network: cluster.network,
    replicas: gatewayInstallation.replicas,
    revision: cluster.revision,
    loadBalancer: loadBalancer.fromKubernetesService ? { name: loadBalancerName, idleTimeoutSeconds: loadBalancer.idleTimeoutSeconds } : undefined,
  };
  const binding: BundleFile = {
    path: '21-target-group-binding.yaml',
    purpose: `Registers the gateway's pods in the target group of stack ${providerStackName(mesh.meshId, name)}.`,
    syncWave: 5,
    content: { chart: chart => { new GatewayTargetGroupBinding(chart, 'binding', { targetGroupName: loadBalancerName }); } },
  };
  return [gatewayFile(gatewayInstallation.installer, name, props), ...(loadBalancer.fromKubernetesService ? [] : [binding])];
}

/** The one file of the chosen installer. */
function gatewayFile(installer: GatewayInstaller, cluster: string, props: EastWestGatewayProps): BundleFile {
  switch (installer) {
    case GatewayInstaller.MANIFESTS: return {
      path: '20-eastwest-gateway.yaml',
      purpose: `The east-west gateway of cluster ${cluster}; istiod injects its proxy.`,
      syncWave: 0,
      content: { chart: chart => { new EastWestGateway(chart, 'gateway', props); } },
    };
    case GatewayInstaller.ISTIO_OPERATOR: return {
      path: 'install/eastwest.yaml',
      purpose: `The east-west gateway of cluster ${cluster}: istioctl install -f this-file.`,
      content: { chart: chart => { new EastWestGatewayOperator(chart, 'gateway', props); } },
    };
    case GatewayInstaller.HELM: return {
      path: 'install/eastwest-values.yaml',
      purpose: `Values of Istio's gateway chart for cluster ${cluster}: helm install istio-eastwestgateway -n ${ISTIO_NAMESPACE} -f this-file.`,
      content: { values: eastWestGatewayValues(props) },
    };
  }
}

function exposure(cluster: MeshCluster): BundleFile[] {
  const hosts = cluster.exposeAllServices ? ['*.local'] : cluster.exportedServices.map(service => service.host);
  const services: BundleFile = {
    path: '30-expose-services.yaml',
    purpose: `What the east-west gateway of cluster ${cluster.name} passes on.`,
    syncWave: 10,
    content: { chart: chart => { new ExposedServices(chart, 'services', { hosts }); } },
  };
  const kubeApi: BundleFile = {
    path: '31-kube-api.yaml',
    purpose: `The API server of cluster ${cluster.name}, on the same port, for the istiod of clusters that discover services here.`,
    syncWave: 10,
    content: { chart: chart => { new ExposedKubeApi(chart, 'kube-api'); } },
  };
  return cluster.provides.length === 0 ? [] : [
    ...(hosts.length > 0 ? [services] : []),
    ...(cluster.provides.some(link => link._isDiscovery) ? [kubeApi] : []),
  ];
}

function remote(link: MeshLink): BundleFile {
  const { consumer, provider } = link;
  const address = link._endpointHostname();
  return {
    path: `40-remote-${provider.name}.yaml`,
    purpose: link._isDiscovery
      ? `Where cluster ${consumer.name} finds the gateway of network ${provider.network}.`
      : `The services that cluster ${consumer.name} calls in cluster ${provider.name}, and the identities that it accepts there.`,
    syncWave: 20,
    content: {
      chart: chart => {
        if (link._isDiscovery) {
          new RemoteNetworkGateway(chart, 'gateway', { cluster: provider.name, network: provider.network, address });
          return;
        }
        for (const service of link.services) {
          new ImportedService(chart, service.host, {
            host: service.host,
            ports: service.ports,
            address,
            trustDomain: consumer.mesh.trustDomain,
            namespace: service.namespace,
            serviceAccount: service.serviceAccount!,
          });
        }
      },
    },
  };
}

/** Imported services that no Service of the cluster itself stands for. */
function stubs(cluster: MeshCluster): ExportedService[] {
  if (cluster.nameResolution !== NameResolution.STUB_SERVICES) {
    return [];
  }
  const own = new Set(cluster.exportedServices.map(service => service.host));
  const byHost = new Map(cluster.importedServices.filter(service => !own.has(service.host)).map(service => [service.host, service]));
  return [...byHost.values()];
}

function stubServices(cluster: MeshCluster): BundleFile[] {
  const services = stubs(cluster);
  return services.length === 0 ? [] : [{
    path: '41-stub-services.yaml',
    purpose: `Names by which callers in cluster ${cluster.name} resolve services that only other clusters run.`,
    syncWave: 20,
    content: {
      chart: chart => {
        for (const { host, namespace, name, ports } of services) {
          new StubService(chart, host, { namespace, name, ports });
        }
      },
    },
  }];
}

function readers(cluster: MeshCluster): BundleFile[] {
  const links = cluster.provides.filter(link => link._isDiscovery);
  return links.length === 0 ? [] : [{
    path: '50-reader.yaml',
    purpose: `What the istiod of each consumer may read in cluster ${cluster.name}; removing a consumer removes exactly its account.`,
    syncWave: 25,
    content: {
      chart: chart => {
        for (const link of links) {
          new RemoteReader(chart, link.consumer.name, {
            consumer: link.consumer.name,
            access: link.mode.readerAccess!,
            // The reader serves the consumer's istiod, so the consumer's version decides.
            configMaps: link.consumer.istioVersion._readsRemoteMeshConfig,
          });
          if (link._hasExternalSecret) {
            new PushedReaderToken(chart, `${link.consumer.name}-token`, {
              consumer: link.consumer.name,
              tokenRevision: link.mode.remoteSecret!.tokenRevision,
              awsSecret: readerTokenSecretName(cluster.mesh.meshId, cluster.name, link.consumer.name),
              region: cluster.region,
              resourcePolicy: JSON.stringify(readerTokenPolicy(link)),
              refreshMinutes: cluster.externalSecrets!.refreshMinutes,
            });
          }
        }
      },
    },
  }];
}

function remoteSecrets(cluster: MeshCluster): BundleFile[] {
  const links = takenTokens(cluster);
  return links.length === 0 ? [] : [{
    path: '60-remote-secrets.yaml',
    purpose: `With what the istiod of cluster ${cluster.name} reads the API servers of its providers, from the tokens that they push.`,
    syncWave: 30,
    content: {
      chart: chart => {
        for (const link of links) {
          const { provider } = link;
          const awsSecret = readerTokenSecretName(provider.mesh.meshId, provider.name, cluster.name);
          new RemoteSecretFromSecretsManager(chart, provider.name, {
            cluster: provider.name,
            address: link._endpointHostname(),
            // A name means a secret of one's own account.
            awsSecret: link.isCrossAccount ? partialSecretArn(provider, awsSecret) : awsSecret,
            region: provider.region,
            refreshMinutes: cluster.externalSecrets!.refreshMinutes,
          });
        }
      },
    },
  }];
}

function demo(cluster: MeshCluster): BundleFile[] {
  const servers = cluster.demoWebServers;
  return servers.length === 0 ? [] : [{
    path: '90-demo.yaml',
    purpose: `The sample web server of cluster ${cluster.name}.`,
    syncWave: 40,
    content: {
      chart: chart => {
        for (const { service, image, replicas } of servers) {
          new DemoApplication(chart, service.host, {
            cluster: cluster.name,
            namespace: service.namespace,
            name: service.name,
            serviceAccount: service.serviceAccount!,
            port: service.ports[0],
            image,
            replicas,
            revision: cluster.revision,
          });
        }
      },
    },
  }];
}

function controller(cluster: MeshCluster, { argoCdOptions, fluxOptions }: GitOps): BundleFile {
  if (argoCdOptions) {
    const { repoUrl, targetRevision, path, project, namespace } = argoCdOptions;
    return {
      path: 'gitops/application.yaml',
      purpose: `Argo CD applies the bundle of cluster ${cluster.name}: apply this file where Argo CD runs.`,
      content: {
        chart: chart => {
          new ArgoCdApplication(chart, 'application', {
            name: qualifiedName(cluster.mesh.meshId, cluster.name),
            repoUrl,
            path: `${path ?? 'dist'}/${cluster.name}`,
            targetRevision: targetRevision ?? 'HEAD',
            project: project ?? 'default',
            argoNamespace: namespace ?? 'argocd',
            destinationName: cluster.name,
          });
        },
      },
    };
  }
  const { path, sourceName, sourceKind, namespace } = fluxOptions!;
  return {
    path: 'gitops/kustomization.yaml',
    purpose: `Flux applies the bundle of cluster ${cluster.name}: apply this file in that cluster.`,
    content: {
      chart: chart => {
        new FluxKustomization(chart, 'kustomization', {
          name: qualifiedName(cluster.mesh.meshId, cluster.name),
          namespace: namespace ?? 'flux-system',
          path: `${path ?? './dist'}/${cluster.name}`,
          sourceName: sourceName ?? 'flux-system',
          sourceKind: sourceKind ?? FluxSourceKind.GIT_REPOSITORY,
          // A gateway that another tool installs may itself wait for this bundle's namespace.
          gatewayHealthCheck: cluster.provides.length > 0 && cluster.gatewayInstallation.installer === GatewayInstaller.MANIFESTS,
        });
      },
    },
  };
}
