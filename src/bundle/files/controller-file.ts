import { ArgoCdApplication } from '../../kubernetes/argo-cd-application';
import { FluxKustomization } from '../../kubernetes/flux-kustomization';
import { GatewayInstaller, MeshCluster } from '../../mesh';
import { qualifiedName } from '../../mesh/names';
import { BundleFile } from '../bundle-file';
import { FluxSourceKind, GitOps } from '../git-ops';

export function controller(cluster: MeshCluster, { argoCdOptions, fluxOptions }: GitOps): BundleFile {
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
