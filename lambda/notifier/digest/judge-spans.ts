import { Contract } from '../../../core/contract/contract';
import { DigestSpan } from '../../../core/digest/due';
import { evidenceSince } from '../../../core/evidence/windows';
import { Instant } from '../../../core/time';
import { Case } from '../../evidence/case';
import { judgeCase } from '../../evidence/examine';
import { gather } from '../../evidence/gather';
import type { NotifierPorts } from '../ports';

/**
 * Judges every slot of both spans. The checker convicts only what decides whether an incident is open; a report is about
 * the slots before that too, so here every doubt is asked about.
 *
 * @returns by pipeline, what has slots that were owed
 */
export async function judgeSpans(ports: NotifierPorts, contracts: readonly Contract[], span: DigestSpan, now: Instant): Promise<ReadonlyMap<string, Case>> {
  const cases = contracts.flatMap((contract): Case[] => {
    const from = evidenceSince(contract, span.before, now);
    return from === undefined ? [] : [{ contract, reach: 'history', from, convict: new Set(), evidence: [] }];
  });
  const judged = await gatherAndJudge(ports, cases, now);
  const doubtful = judged.flatMap((one): Case[] => {
    const convict = new Set(one.judgement!.slots.flatMap(({ stages }) => stages.filter(({ unproven }) => unproven).map(({ stage }) => stage)));
    return convict.size === 0 ? [] : [{ ...one, convict }];
  });
  const convicted = ports.timeLeft() > 0 ? await gatherAndJudge(ports, doubtful, now) : [];
  return new Map([...judged, ...convicted].map((one) => [one.contract.pipeline, one]));
}

async function gatherAndJudge(ports: NotifierPorts, cases: readonly Case[], now: Instant): Promise<Case[]> {
  return (await gather(ports, cases, now)).map((one) => judgeCase(ports, one, now));
}
