import { TargetHealth } from './target-health';

export interface TargetStatus {
  readonly address: string;
  readonly port: number;
  readonly health: TargetHealth;
  /** Whether new connections go to it. */
  readonly receives: boolean;
}

/** A directed link: an interface endpoint, and what it leads to. */
export interface LinkStatus {
  readonly consumer: string;
  /** Undefined where its service is of no cluster of the lab. */
  readonly provider?: string;
  /** The id of the endpoint. */
  readonly endpoint: string;
  /** The network namespace that stands for it. */
  readonly namespace: string;
  /** Of its network interfaces. */
  readonly addresses: readonly string[];
  /** The names that lead to it in private zones of the consumer's VPC; without one, clients do not find it. */
  readonly names: readonly string[];
  /** On which it takes connections. */
  readonly ports: readonly number[];
  readonly targets: readonly TargetStatus[];
  /** Whether it was cut on purpose. */
  readonly isCut: boolean;
  /** Why it carries nothing; undefined if it does. */
  readonly reason?: string;
}

/** What the process of the links last saw and made. */
export interface PrivateLinkStatus {
  /** ISO 8601. */
  readonly time: string;
  readonly links: readonly LinkStatus[];
  /** What it could not do, for instance because a namespace is not there yet. */
  readonly problems: readonly string[];
}
