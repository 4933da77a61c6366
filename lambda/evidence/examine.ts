import { Instant } from '../../core/time';
import { judge } from '../../core/verdict/judge';
import { reasonOf } from '../common/reason';
import { Case, openCase, reopen } from './case';
import { gather } from './gather';
import type { EvidencePorts } from './ports';

/** Metrics first, then executions, then a longer history, then executions over that history: no case needs more. */
const MAX_ROUNDS = 4;

/** Judges the cases in rounds: each gathers what the judgement of the one before found lacking. */
export async function examine(ports: EvidencePorts, cases: readonly Case[], now: Instant): Promise<Case[]> {
  const state = [...cases];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const open = state.flatMap((one, index) => {
      const more = reopen(one);
      return more === undefined ? [] : [{ index, more }];
    });
    if (open.length === 0) break;
    if (ports.timeLeft() <= 0) {
      // What was not reached is not known; an earlier round's doubts are no judgement.
      for (const { index } of open) state[index] = openCase(state[index].contract);
      break;
    }
    const gathered = await gather(ports, open.map(({ more }) => more), now);
    gathered.forEach((one, index) => {
      state[open[index].index] = judgeCase(ports, one, now);
    });
  }
  return state;
}

/** One pipeline's judgement must not take the others' with it, whatever its contract and evidence do to our code. */
export function judgeCase(ports: EvidencePorts, one: Case, now: Instant): Case {
  try {
    return { ...one, judgement: judge(one.contract, one.evidence, now) };
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'notJudged', pipeline: one.contract.pipeline, problem: reasonOf(error) });
    const judgement = { pipeline: one.contract.pipeline, slots: [], toConvict: [], needsHistory: false, problems: [`not judged: ${reasonOf(error)}`] };
    return { ...one, judgement };
  }
}
