import { isEndpointServiceId } from './endpoint-service-id';
import { ENDPOINT_SERVICE_ID_OUTPUT } from '../mesh/names';
import { OutputsFile } from '../mesh/outputs-file';

/**
 * How the stacks of consumers learn the ids of their providers' endpoint services.
 *
 * @example
 * new MeshStacks(app, 'Mesh', { mesh, endpointServiceIds: EndpointServiceIds.fromOutputs('outputs.json') });
 */
export class EndpointServiceIds {
  /**
   * CloudFormation hands them from stack to stack: by an export within an account and region, with `Fn::GetStackOutput` elsewhere.
   *
   * Across accounts, the execution role of the consumer's deployment assumes a role of the provider's account, which the provider stack creates.
   */
  public static fromStacks(): EndpointServiceIds {
    return new EndpointServiceIds();
  }

  /**
   * They are read from the file that `cdk deploy --outputs-file` wrote, and stand in the templates as they are: no account needs access to another.
   *
   * The file is read when the stacks are made. A consumer whose provider is not in it yet cannot be deployed, and says so as an error of its stack;
   * deploy the provider stacks first, all with one command, because each run writes the file anew.
   *
   * @param path the file, relative to the working directory
   */
  public static fromOutputs(path: string): EndpointServiceIds {
    return new EndpointServiceIds(new OutputsFile(path));
  }

  private constructor(private readonly outputs?: OutputsFile) {}

  /**
   * The id of the endpoint service of a provider; undefined where CloudFormation hands it over.
   *
   * @throws when the file cannot be read or lacks the id, with what to do in `how`
   * @internal
   */
  public _idOf(providerStackName: string, how: (path: string) => string): string | undefined {
    if (this.outputs === undefined) {
      return undefined;
    }
    const advice = how(this.outputs.path);
    const id = this.outputs.output(providerStackName, ENDPOINT_SERVICE_ID_OUTPUT, 'the id of an endpoint service', advice);
    if (!isEndpointServiceId(id)) {
      throw new Error(`output "${ENDPOINT_SERVICE_ID_OUTPUT}" of stack "${providerStackName}" in ${this.outputs.name} is ${JSON.stringify(id)}, ` +
        `expected the id of an endpoint service, "vpce-svc-" and hexadecimal digits: ${advice}`);
    }
    return id;
  }
}
