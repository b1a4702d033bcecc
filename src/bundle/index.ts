export * from './git-ops';
export * from './mesh-bundles';
