import { Landscape } from './landscape';
import { Template, TemplateResource } from './template';

export enum GuardRailSeverity {
  /** AWS refuses it, or it lets in who should not be: synthesis fails. */
  ERROR = 'error',
  /** Something to change, or to acknowledge. */
  WARNING = 'warning',
}

/** What the guard rails cannot read from templates. */
export interface GuardRailSettings {
  readonly interfaceEndpointQuota: number;
  readonly keepaliveSeconds: number;
}

/** One violation of a rule. */
export interface Breach {
  /** The resource, or the template where it concerns all of it. */
  readonly at: TemplateResource | Template;
  /** The property, or the section of the template. */
  readonly location: string;
  readonly got: string;
  /** @default - that of the rule */
  readonly limit?: string;
}

/** A rule; its texts are those of docs/guard-rails.md. */
export interface GuardRail {
  /** Stable: never given a second meaning. */
  readonly id: string;
  readonly severity: GuardRailSeverity;
  /** What is wrong, and what comes of it. */
  readonly what: string;
  readonly limit: string;
  readonly source: string;
  readonly fix: string;
  breaches(landscape: Landscape, settings: GuardRailSettings): Breach[];
}
