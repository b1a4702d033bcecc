import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ISTIO_NAMESPACE } from '../mesh/names';

/** What `istioctl install -f` reads. https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/ */
export interface IstioOperatorSpec {
  readonly profile: string;
  readonly revision?: string;
  readonly meshConfig?: object;
  readonly components?: object;
  readonly values?: object;
}

/** An IstioOperator. It is a file for istioctl, which no cluster stores any more, so there is no CRD to import. */
export function istioOperator(scope: Construct, name: string, spec: IstioOperatorSpec): ApiObject {
  return new ApiObject(scope, 'Resource', {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name, namespace: ISTIO_NAMESPACE },
    spec,
  });
}
