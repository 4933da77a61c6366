import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './project-files';

/** Code of a page as a project of its own, in a temporary folder, with the library and its peers installed. */
export class PastedApp {
  public readonly folder = mkdtempSync(path.join(tmpdir(), 'readme-app-'));

  public constructor(code: string) {
    const modules = path.join(ROOT, 'node_modules');
    symlinkSync(modules, path.join(this.folder, 'node_modules'));
    writeFileSync(path.join(this.folder, 'app.ts'), code);
    writeFileSync(path.join(this.folder, 'tsconfig.json'), JSON.stringify({
      extends: path.join(ROOT, 'tsconfig.dev.json'),
      compilerOptions: {
        rootDir: '/', typeRoots: [path.join(modules, '@types')],
        paths: { 'cdk-observed-pipeline': [path.join(ROOT, 'lib/index.ts')], '*': [path.join(modules, '*')] },
      },
      include: ['app.ts'],
    }));
  }

  /** The complaints of the compiler. */
  public compile(): string {
    try {
      return execFileSync(process.execPath, [path.join(ROOT, 'node_modules/typescript7/bin/tsc'), '-p', this.folder], { encoding: 'utf8' });
    } catch (error) {
      return (error as { stdout?: string }).stdout ?? String(error);
    }
  }

  /** Runs the app as `cdk synth` does, and returns the folder of its cloud assembly. */
  public synth(): string {
    const assembly = path.join(this.folder, 'cdk.out');
    execFileSync(process.execPath, [path.join(ROOT, 'node_modules/tsx/dist/cli.mjs'), '--tsconfig', 'tsconfig.json', 'app.ts'], {
      cwd: this.folder, env: { ...process.env, CDK_OUTDIR: assembly, CDK_VALIDATION: 'false' }, stdio: ['ignore', 'ignore', 'inherit'],
    });
    return assembly;
  }

  /** Removes the folder. */
  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
