import { KubeApi } from '../kubernetes/kube-api';

/** Somebody as an API server knows them. */
export interface ReviewedUser {
  readonly username: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: object;
}

interface TokenReview {
  readonly status: { readonly authenticated?: boolean; readonly user?: ReviewedUser };
}

/**
 * Asks an API server whose a token is.
 *
 * The token is not used to sign in: the user's own access asks about it, so it is written nowhere.
 *
 * @returns undefined when the API server does not take it
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/
 */
export async function userOf(api: KubeApi, token: string): Promise<ReviewedUser | undefined> {
  const { status: { authenticated, user } } = await api.create<TokenReview>('/apis/authentication.k8s.io/v1/tokenreviews', {
    apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token },
  });
  return authenticated ? user : undefined;
}

/**
 * Asks an API server whether somebody may list a resource in all namespaces.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/
 */
export async function mayList(api: KubeApi, { username, uid, groups, extra }: ReviewedUser, resource: string): Promise<boolean> {
  const { status } = await api.create<{ readonly status: { readonly allowed: boolean } }>('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user: username, uid, groups, extra, resourceAttributes: { verb: 'list', resource } },
  });
  return status.allowed;
}
