import { k8s } from 'cdk8s-plus-28';
import { ServicePort } from '../mesh/service-port';

/** The ports themselves, if there are any. */
export function somePorts(ports: ServicePort[], service: string): ServicePort[] {
  if (ports.length === 0) {
    throw new Error(`service ${service} has no port: give at least one, for instance ports: [ServicePort.http(80)]`);
  }
  return ports;
}

/** The ports themselves, if a Service and a ServiceEntry can have them together. */
export function checkedPorts(ports: ServicePort[], service: string): ServicePort[] {
  const names = new Set<string>();
  const numbers = new Set<number>();
  for (const { name, port } of somePorts(ports, service)) {
    if (names.has(name) || numbers.has(port)) {
      throw new Error(`service ${service} has two ports named "${name}" or with the number ${port}: ` +
        'names and numbers must differ, for instance ServicePort.http(8080, { name: "http-admin" })');
    }
    names.add(name);
    numbers.add(port);
  }
  return ports;
}

/** The port of a Kubernetes Service. */
export function kubernetesPort(servicePort: ServicePort, targetPort?: number): k8s.ServicePort {
  const { name, port, protocol } = servicePort;
  return {
    name,
    port,
    targetPort: targetPort === undefined ? undefined : k8s.IntOrString.fromNumber(targetPort),
    // Istio reads the protocol from the name, if the name starts with it.
    // https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
    appProtocol: name === protocol || name.startsWith(`${protocol}-`) ? undefined : protocol,
  };
}
