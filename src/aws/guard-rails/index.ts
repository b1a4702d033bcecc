export * from './mesh-guard-rails';
export * from './mesh-guard-rails-props';
