import { noToken } from './dns-name';

/** The number itself, or AWS's default, if a network load balancer takes it as the idle timeout of a TCP listener. */
export function idleTimeoutSeconds(value = 350): number {
  noToken(value, 'idle timeout');
  if (!Number.isInteger(value) || value < 60 || value > 6000) {
    throw new Error(`idle timeout of ${value} seconds is out of range: a network load balancer takes a whole number from 60 to 6000 seconds`);
  }
  return value;
}
