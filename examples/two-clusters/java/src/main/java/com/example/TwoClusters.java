package com.example;

import io.github.cdkistioprivatelink.ClusterVpc;
import io.github.cdkistioprivatelink.ClusterVpcAttributes;
import io.github.cdkistioprivatelink.DiscoveryOptions;
import io.github.cdkistioprivatelink.ExportServiceProps;
import io.github.cdkistioprivatelink.LinkMode;
import io.github.cdkistioprivatelink.LinkOptions;
import io.github.cdkistioprivatelink.Mesh;
import io.github.cdkistioprivatelink.MeshBundles;
import io.github.cdkistioprivatelink.MeshCluster;
import io.github.cdkistioprivatelink.MeshClusterProps;
import io.github.cdkistioprivatelink.MeshStacks;
import io.github.cdkistioprivatelink.ReaderAccess;
import io.github.cdkistioprivatelink.ServicePort;
import java.util.List;
import software.amazon.awscdk.App;

/** Two clusters in two VPCs of one account, each calling the other: two-clusters/main.ts in Java. */
public final class TwoClusters {
    private TwoClusters() {
    }

    public static void main(final String[] args) {
        final Mesh mesh = Mesh.Builder.create().meshId("demo").build();

        final MeshCluster cluster1 = mesh.addCluster("cluster1", MeshClusterProps.builder()
                .account("111111111111")
                .region("eu-west-1")
                .vpc(ClusterVpc.fromAttributes(ClusterVpcAttributes.builder()
                        .vpcId("vpc-0a111111111111111")
                        .availabilityZones(List.of("eu-west-1a", "eu-west-1b"))
                        .subnetIds(List.of("subnet-0a111111111111111", "subnet-0b111111111111111"))
                        .build()))
                .podSecurityGroupIds(List.of("sg-0a111111111111111"))
                .build());
        final MeshCluster cluster2 = mesh.addCluster("cluster2", MeshClusterProps.builder()
                .account("111111111111")
                .region("eu-west-1")
                .vpc(ClusterVpc.fromAttributes(ClusterVpcAttributes.builder()
                        .vpcId("vpc-0a222222222222222")
                        .availabilityZones(List.of("eu-west-1a", "eu-west-1b"))
                        .subnetIds(List.of("subnet-0a222222222222222", "subnet-0b222222222222222"))
                        .build()))
                .podSecurityGroupIds(List.of("sg-0a222222222222222"))
                .build());

        cluster1.deployDemo(cluster1.exportService(ExportServiceProps.builder()
                .namespace("cluster1-webserver")
                .name("api")
                .ports(List.of(ServicePort.http(8085)))
                .serviceAccount("api")
                .build()));
        cluster2.deployDemo(cluster2.exportService(ExportServiceProps.builder()
                .namespace("cluster2-webserver")
                .name("api")
                .ports(List.of(ServicePort.http(80)))
                .serviceAccount("api")
                .build()));

        // As in the guide, each istiod may read the other cluster as Istio's own role allows, Secrets included.
        mesh.connect(cluster1, cluster2, LinkOptions.builder()
                .mode(LinkMode.discovery(DiscoveryOptions.builder().readerAccess(ReaderAccess.WITH_SECRETS).build()))
                .build());

        final App app = new App();
        MeshStacks.Builder.create(app, "Mesh").mesh(mesh).build();
        app.synth();
        MeshBundles.Builder.create().mesh(mesh).build().synth();
    }
}
