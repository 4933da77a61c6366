import type { Judgement } from '../../../core/verdict/verdict';
import type { CheckerPorts } from '../../../lambda/checker/ports';
import { VerdictLog } from '../../../lambda/checker/verdict-log';

/** The checker's log, which sees every judgement of a tick: so a drill knows them without judging anything itself. */
export class VerdictTap extends VerdictLog {
  public judgements: Judgement[] = [];

  public override write(ports: Pick<CheckerPorts, 'log'>, judgement: Judgement): void {
    this.judgements.push(judgement);
    super.write(ports, judgement);
  }
}
