// Two clusters in two VPCs of one account, each calling the other: ../main.ts in Go.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	mesh "github.com/cdk-istio-privatelink/cdk-istio-privatelink-go/cdkistioprivatelink"
)

func main() {
	defer jsii.Close()

	demo := mesh.NewMesh(&mesh.MeshProps{MeshId: jsii.String("demo")})

	cluster1 := demo.AddCluster(jsii.String("cluster1"), &mesh.MeshClusterProps{
		Account: jsii.String("111111111111"),
		Region:  jsii.String("eu-west-1"),
		Vpc: mesh.ClusterVpc_FromAttributes(&mesh.ClusterVpcAttributes{
			VpcId:             jsii.String("vpc-0a111111111111111"),
			AvailabilityZones: jsii.Strings("eu-west-1a", "eu-west-1b"),
			SubnetIds:         jsii.Strings("subnet-0a111111111111111", "subnet-0b111111111111111"),
		}),
		PodSecurityGroupIds: jsii.Strings("sg-0a111111111111111"),
	})
	cluster2 := demo.AddCluster(jsii.String("cluster2"), &mesh.MeshClusterProps{
		Account: jsii.String("111111111111"),
		Region:  jsii.String("eu-west-1"),
		Vpc: mesh.ClusterVpc_FromAttributes(&mesh.ClusterVpcAttributes{
			VpcId:             jsii.String("vpc-0a222222222222222"),
			AvailabilityZones: jsii.Strings("eu-west-1a", "eu-west-1b"),
			SubnetIds:         jsii.Strings("subnet-0a222222222222222", "subnet-0b222222222222222"),
		}),
		PodSecurityGroupIds: jsii.Strings("sg-0a222222222222222"),
	})

	cluster1.DeployDemo(cluster1.ExportService(&mesh.ExportServiceProps{
		Namespace:      jsii.String("cluster1-webserver"),
		Name:           jsii.String("api"),
		Ports:          &[]mesh.ServicePort{mesh.ServicePort_Http(jsii.Number(8085), nil)},
		ServiceAccount: jsii.String("api"),
	}), nil)
	cluster2.DeployDemo(cluster2.ExportService(&mesh.ExportServiceProps{
		Namespace:      jsii.String("cluster2-webserver"),
		Name:           jsii.String("api"),
		Ports:          &[]mesh.ServicePort{mesh.ServicePort_Http(jsii.Number(80), nil)},
		ServiceAccount: jsii.String("api"),
	}), nil)

	// As in the guide, each istiod may read the other cluster as Istio's own role allows, Secrets included.
	demo.Connect(cluster1, cluster2, &mesh.LinkOptions{
		Mode: mesh.LinkMode_Discovery(&mesh.DiscoveryOptions{ReaderAccess: mesh.ReaderAccess_WITH_SECRETS}),
	})

	app := awscdk.NewApp(nil)
	mesh.NewMeshStacks(app, jsii.String("Mesh"), &mesh.MeshStacksProps{Mesh: demo})
	app.Synth(nil)
	mesh.NewMeshBundles(&mesh.MeshBundlesProps{Mesh: demo}).Synth()
}
