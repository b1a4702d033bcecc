"""Two clusters in two VPCs of one account, each calling the other: ../main.ts in Python."""
from aws_cdk import App
from cdk_istio_privatelink import ClusterVpc, LinkMode, Mesh, MeshBundles, MeshStacks, ReaderAccess, ServicePort

mesh = Mesh(mesh_id="demo")

cluster1 = mesh.add_cluster(
    "cluster1",
    account="111111111111",
    region="eu-west-1",
    vpc=ClusterVpc.from_attributes(
        vpc_id="vpc-0a111111111111111",
        availability_zones=["eu-west-1a", "eu-west-1b"],
        subnet_ids=["subnet-0a111111111111111", "subnet-0b111111111111111"],
    ),
    pod_security_group_ids=["sg-0a111111111111111"],
)
cluster2 = mesh.add_cluster(
    "cluster2",
    account="111111111111",
    region="eu-west-1",
    vpc=ClusterVpc.from_attributes(
        vpc_id="vpc-0a222222222222222",
        availability_zones=["eu-west-1a", "eu-west-1b"],
        subnet_ids=["subnet-0a222222222222222", "subnet-0b222222222222222"],
    ),
    pod_security_group_ids=["sg-0a222222222222222"],
)

cluster1.deploy_demo(cluster1.export_service(
    namespace="cluster1-webserver",
    name="api",
    ports=[ServicePort.http(8085)],
    service_account="api",
))
cluster2.deploy_demo(cluster2.export_service(
    namespace="cluster2-webserver",
    name="api",
    ports=[ServicePort.http(80)],
    service_account="api",
))

# As in the guide, each istiod may read the other cluster as Istio's own role allows, Secrets included.
mesh.connect(cluster1, cluster2, mode=LinkMode.discovery(reader_access=ReaderAccess.WITH_SECRETS))

app = App()
MeshStacks(app, "Mesh", mesh=mesh)
app.synth()
MeshBundles(mesh=mesh).synth()
