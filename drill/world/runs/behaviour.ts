import { Random, seeded } from '../random';

/** Every run takes its usual time give or take this share. */
const JITTER = 0.1;

/** How one resource behaves when nothing is wrong. */
export class Behaviour {
  /** A resource that takes its usual time every time, and whose points always come equally late. */
  public static steady(usualMillis: number): Behaviour {
    return new Behaviour(usualMillis, () => 0.5);
  }

  /** A resource whose runs differ, in a way that depends on its name and the seed alone. */
  public static jittering(usualMillis: number, name: string, seed: string): Behaviour {
    return new Behaviour(usualMillis, seeded(`${seed} ${name}`));
  }

  private constructor(public readonly usualMillis: number, private readonly random: Random) {}

  /** How long the next run takes. */
  public nextDuration(): number {
    return Math.round(this.usualMillis * (1 + JITTER * (2 * this.random() - 1)));
  }

  /** A number of milliseconds between two numbers of seconds. */
  public nextMillis({ from, to }: { readonly from: number; readonly to: number }): number {
    return Math.round(1000 * (from + (to - from) * this.random()));
  }

  /** Whether something of this probability happens. A number is drawn in any case, so that another one changes nothing else. */
  public chance(probability: number): boolean {
    return this.random() < probability;
  }
}
