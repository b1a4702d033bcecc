/** The number itself, or the default, if an east-west gateway of so many pods can lose one. */
export function gatewayReplicas(replicas = 2): number {
  if (!Number.isInteger(replicas) || replicas < 2) {
    throw new Error(`east-west gateway with ${replicas} replicas: expected a whole number of at least 2, so that one pod can be lost or replaced`);
  }
  return replicas;
}
