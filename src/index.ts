export * from './aws';
export * from './bundle';
export * from './kubernetes';
export * from './mesh';
