/**
 * Whether the text is the ARN of exactly one account, role or user, without wildcards.
 *
 * @param partition the partition that it must be in, by default any of AWS
 * @param account the account that it must be of, by default any
 */
export function isExactPrincipal(arn: string, partition = 'aws[a-z-]*', account = '\\d{12}'): boolean {
  return new RegExp(`^arn:${partition}:iam::${account}:(root|role/[\\w+=,.@/-]+|user/[\\w+=,.@/-]+)$`).test(arn);
}
