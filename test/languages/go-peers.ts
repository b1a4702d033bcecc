/** The npm packages of the jsii modules that the library's own needs, in Go also those that it does not name itself. */
export const GO_PEERS = [
  '@aws-cdk/asset-awscli-v1', '@aws-cdk/asset-node-proxy-agent-v6', '@aws-cdk/cloud-assembly-schema',
  'aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs',
];
