export * from './consumer-stack';
export * from './east-west-endpoint';
export * from './east-west-endpoint-service';
export * from './east-west-endpoint-service-props';
export * from './mesh-stacks';
export * from './provider-stack';
