import { Annotations, Stack, Validations } from 'aws-cdk-lib';
import { Finding, FindingSeverity } from '../mesh/finding';

/** The stacks of one cluster. */
export interface ClusterStacks {
  readonly provider?: Stack;
  readonly consumer?: Stack;
  readonly secrets?: Stack;
}

/** Findings about a cluster that concern what it consumes; all others concern what it provides. */
const ABOUT_CONSUMING = new Set(['INST-01', 'NET-03']);

/** Findings about a link that concern its provider; all others concern its consumer. */
const ABOUT_LINKED_PROVIDER = new Set(['SEC-01', 'SEC-06']);

/** Findings about what External Secrets may do; they concern the secrets, where the cluster has some. */
const ABOUT_SECRETS = new Set(['SEC-06', 'SEC-07']);

/** A full mesh repeats some findings for each of its links; more than this number of a kind say nothing new on one stack. */
const SHOWN_IN_FULL = 3;

/** Shows the findings on the stacks that they concern, under ids that can be acknowledged. */
export function annotateFindings(findings: Finding[], stacksOf: (cluster: string) => ClusterStacks, firstStack: Stack): void {
  const byStack = new Map<Stack, Map<string, Finding[]>>();
  for (const finding of findings) {
    // What is said of the mesh as a whole has no stack of its own.
    const stack = stackFor(finding, stacksOf) ?? firstStack;
    const byId = byStack.get(stack) ?? new Map<string, Finding[]>();
    byStack.set(stack, byId.set(finding.id, [...byId.get(finding.id) ?? [], finding]));
  }
  for (const [stack, byId] of byStack) {
    for (const [id, ofOneRule] of byId) {
      const rest = ofOneRule.slice(SHOWN_IN_FULL);
      const messages = ofOneRule.slice(0, SHOWN_IN_FULL).map(finding => finding.message);
      if (rest.length > 0) {
        messages.push(`${rest.length} more findings of this kind: ${rest.map(finding => finding.subject).join(', ')}`);
      }
      for (const message of messages) {
        annotate(stack, `cdk-istio-privatelink:${id}`, ofOneRule[0].severity, message);
      }
    }
  }
}

function annotate(stack: Stack, id: string, severity: FindingSeverity, message: string): void {
  if (severity === FindingSeverity.WARNING) {
    Validations.of(stack).addWarning(id, message);
  } else {
    Annotations.of(stack).addInfoV2(id, message);
  }
}

function stackFor({ id, subject }: Finding, stacksOf: (cluster: string) => ClusterStacks): Stack | undefined {
  const [first, second] = subject.split(' -> ');
  const isLink = second !== undefined;
  const providing = isLink ? ABOUT_LINKED_PROVIDER.has(id) : !ABOUT_CONSUMING.has(id);
  const { provider, consumer, secrets } = stacksOf(isLink && providing ? second : first);
  const [one, other] = providing ? [provider, consumer] : [consumer, provider];
  return ABOUT_SECRETS.has(id) ? secrets ?? one ?? other : one ?? other;
}
