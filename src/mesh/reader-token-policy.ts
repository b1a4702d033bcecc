import { MeshLink } from './mesh-link';

/** A policy as IAM writes it. */
interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: string;
    readonly Principal: { readonly AWS: string };
    /** A text where it is one: some AWS services give back a list of one so. */
    readonly Action: string | readonly string[];
    readonly Resource: string;
  }[];
}

/**
 * Who may do what with the AWS secret of a reader's token: the provider's role pushes it, the consumer's reads it.
 *
 * The stack and the PushSecret must say the same to the letter. External Secrets removes the policy of a secret that it pushes to when
 * it is not told one, and replaces one that differs: https://github.com/external-secrets/external-secrets/issues/6806.
 * Nobody is let in to do either, so a difference stops the push and changes nothing.
 */
export function readerTokenPolicy({ provider, consumer }: MeshLink): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ProviderPushes',
        Effect: 'Allow',
        Principal: { AWS: provider.externalSecrets!.roleArn },
        Action: [
          'secretsmanager:DescribeSecret',
          'secretsmanager:GetResourcePolicy',
          'secretsmanager:GetSecretValue',
          'secretsmanager:PutSecretValue',
        ],
        Resource: '*',
      },
      {
        Sid: 'ConsumerReads',
        Effect: 'Allow',
        Principal: { AWS: consumer.externalSecrets!.roleArn },
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
      },
    ],
  };
}
