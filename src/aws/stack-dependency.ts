import { Stack } from 'aws-cdk-lib';

/** `Stack.addDependency` under the name that later releases of aws-cdk-lib give it, where the old one prints a deprecation. */
interface RenamedDependency {
  addStackDependency?(target: Stack, reason?: string): void;
}

/** Deploys `stack` after `target`, and deletes it before. The CDK does that by itself for references inside one account only. */
export function deployAfter(stack: Stack, target: Stack, reason: string): void {
  const renamed = stack as RenamedDependency;
  if (renamed.addStackDependency) {
    renamed.addStackDependency(target, reason);
  } else {
    stack.addDependency(target, reason);
  }
}
