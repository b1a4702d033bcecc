import * as iam from 'aws-cdk-lib/aws-iam';

/** IAM's quotas: characters of a managed policy without white space, and managed policies of a role, where nobody raised it. */
const MAX_MANAGED_POLICY = 6_144;
const MAX_POLICIES_OF_ROLE = 10;
const QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';

/** So many ARNs of the longest names fit into a policy beside the actions of their statement. */
const MAX_RESOURCES_OF_STATEMENT = 30;

/**
 * The statements in as few documents as it takes for each to be a managed policy.
 *
 * @throws when a role cannot have so many
 */
export function managedPolicies(statements: readonly iam.PolicyStatementProps[], subject: string): iam.PolicyDocument[] {
  const documents: iam.PolicyStatementProps[][] = [];
  for (const statement of statements.flatMap(split)) {
    const last = documents[documents.length - 1];
    if (last && size([...last, statement]) <= MAX_MANAGED_POLICY) {
      last.push(statement);
    } else {
      documents.push([statement]);
    }
  }
  if (documents.length > MAX_POLICIES_OF_ROLE) {
    throw new Error(`${subject} needs ${documents.length} managed policies of ${MAX_MANAGED_POLICY} characters: IAM takes ${MAX_POLICIES_OF_ROLE} in a role (${QUOTAS}), ` +
      'hand over the ids in a file (EndpointServiceIds.fromOutputs(), with stackOutputs: false here), or split the mesh');
  }
  return documents.map(document);
}

function split(statement: iam.PolicyStatementProps): iam.PolicyStatementProps[] {
  const resources = statement.resources!;
  const parts = Math.ceil(resources.length / MAX_RESOURCES_OF_STATEMENT);
  return parts === 1 ? [statement] : Array.from({ length: parts }, (_, index) => ({
    ...statement,
    sid: `${statement.sid}${index + 1}`,
    resources: resources.slice(index * MAX_RESOURCES_OF_STATEMENT, (index + 1) * MAX_RESOURCES_OF_STATEMENT),
  }));
}

function document(statements: readonly iam.PolicyStatementProps[]): iam.PolicyDocument {
  return new iam.PolicyDocument({ statements: statements.map(statement => new iam.PolicyStatement(statement)) });
}

function size(statements: readonly iam.PolicyStatementProps[]): number {
  return JSON.stringify(document(statements).toJSON()).length;
}
