/** Runs checks by name and counts them. One that fails stops no other. */
export class Checks {
  #passed = 0;
  #failed = 0;

  /** @param body throws when the check fails; what it returns is shown beside the name */
  public async check(name: string, body: () => Promise<string | void> | string | void): Promise<void> {
    try {
      const detail = await body();
      this.#passed += 1;
      console.log(`  ✓ ${name}${detail === undefined ? '' : ` (${indented(detail)})`}`);
    } catch (error) {
      this.#failed += 1;
      const message = error instanceof Error ? error.message : String(error);
      console.log(`  ✗ ${name}\n      ${indented(message)}`);
    }
  }

  public get allPassed(): boolean {
    return this.#failed === 0 && this.#passed > 0;
  }

  public get summary(): string {
    return `${this.#passed} passed, ${this.#failed} failed`;
  }
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n      ');
}
