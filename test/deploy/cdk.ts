import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ACCOUNT, REGION } from './emulator';
import type { Processes } from './processes';

/**
 * What the environment of the CDK command line has: the emulator, and nothing of this machine but where programs are.
 * Its caches go with the folder of the test.
 */
function environment(endpoint: string, temp: string): NodeJS.ProcessEnv {
  return {
    PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    HOME: temp,
    TMPDIR: temp,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    CI: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_VALIDATION: 'false',
  };
}

/** The CDK command line of this package, pointed at the emulator. Each method answers what it wrote. */
export class Cdk {
  readonly #cli: string;
  #runs = 0;

  public constructor(private readonly processes: Processes, private readonly root: string, private readonly temp: string, private readonly endpoint: string) {
    this.#cli = path.join(root, 'node_modules/aws-cdk/bin/cdk');
  }

  public bootstrap(): Promise<string> {
    // Where there is no cdk.json, no app is synthesized for it.
    return this.#run(this.temp, 'bootstrap', `aws://${ACCOUNT}/${REGION}`);
  }

  /** @param entry the TypeScript file of the app, below the package's folder */
  public synth(entry: string, output: string): Promise<string> {
    return this.#run(this.root, 'synth', '--quiet', '--output', output, '--app', `node --import tsx ${entry}`);
  }

  /** Deploys all stacks of a cloud assembly. */
  public deploy(assembly: string): Promise<string> {
    return this.#run(this.root, 'deploy', '--app', assembly, '--all', '--require-approval', 'never');
  }

  public destroy(assembly: string): Promise<string> {
    return this.#run(this.root, 'destroy', '--app', assembly, '--all', '--force');
  }

  async #run(cwd: string, ...args: string[]): Promise<string> {
    const log = path.join(this.temp, `cdk-${this.#runs += 1}-${args[0]}.log`);
    await this.processes.run(process.execPath, [this.#cli, ...args], { cwd, env: environment(this.endpoint, this.temp), log });
    return readFileSync(log, 'utf8');
  }
}
