/** One rule at one resource, as `checkov --output json` writes it. */
interface CheckRecord {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  readonly resource: string;
  readonly check_result: { readonly suppress_comment?: string };
}

interface FrameworkReport {
  readonly check_type: string;
  readonly results: {
    readonly passed_checks: readonly CheckRecord[];
    readonly failed_checks: readonly CheckRecord[];
    readonly skipped_checks: readonly CheckRecord[];
    readonly parsing_errors: readonly string[];
  };
  readonly summary: { readonly resource_count: number };
}

/** What checkov writes in place of a reason where there is none. */
const NO_REASON = 'No comment provided';

/** What checkov found. It writes one report, or several in a list, or a mere summary when it understood no file. */
export class CheckovReport {
  private readonly frameworks: readonly FrameworkReport[];

  public constructor(json: string) {
    const content: unknown = JSON.parse(json);
    this.frameworks = (Array.isArray(content) ? content : [content]).filter(({ check_type }) => check_type !== undefined);
  }

  /** How many resources of templates it understood. */
  public get resourceCount(): number {
    return this.frameworks.find(({ check_type }) => check_type === 'cloudformation')?.summary.resource_count ?? 0;
  }

  public get parsingErrors(): string[] {
    return this.frameworks.flatMap(({ results }) => results.parsing_errors);
  }

  public passed(directory?: string): CheckRecord[] {
    return this.records('passed_checks', directory);
  }

  public failed(directory?: string): CheckRecord[] {
    return this.records('failed_checks', directory);
  }

  public skipped(directory?: string): CheckRecord[] {
    return this.records('skipped_checks', directory);
  }

  public get skippedWithoutReason(): CheckRecord[] {
    return this.skipped().filter(({ check_result: { suppress_comment: reason } }) => !reason || reason === NO_REASON);
  }

  private records(result: 'passed_checks' | 'failed_checks' | 'skipped_checks', directory?: string): CheckRecord[] {
    return this.frameworks.flatMap(({ results }) => results[result])
      .filter(({ file_path }) => directory === undefined || file_path.startsWith(`/${directory}/`));
  }
}
