import { describeContractExpectation } from '../../core/contract/describe';
import { Diagnosis } from '../../core/diagnosis/diagnosis';
import { IncidentRecord, Notice } from '../../core/incident/record';
import { IncidentFacts } from '../../core/message/facts';
import { OBSERVATORY_ITSELF } from '../../core/signals';
import { Instant } from '../../core/time';
import { downstreamOf } from './context';
import type { NotifierEnvironment } from './environment';
import { slotOf } from './explain';
import { Known, zoneOf } from './known';
import { linksOf } from './links';

/** Puts together all that a message about one pipeline's incident says. */
export function factsOf(
  notice: Notice, known: Known, diagnosis: Diagnosis, records: readonly IncidentRecord[], environment: NotifierEnvironment, now: Instant,
): IncidentFacts {
  const { profile, contract, judgement, pipeline, problems } = known;
  const slot = slotOf(notice, known);
  const stage = contract?.stages.find(({ name }) => name === slot?.decidedBy.stage);
  return {
    place: environment.place,
    ...(pipeline === OBSERVATORY_ITSELF ? {} : { pipeline }),
    notice, now,
    timeZone: zoneOf(known, environment),
    expectation: contract === undefined ? profile?.nothingExpected : describeContractExpectation(contract.expectation),
    slot,
    startWithinSeconds: stage?.startWithinSeconds,
    lastSuccess: judgement?.lastSuccess,
    nextDue: judgement?.nextDue,
    owner: profile?.owner,
    runbook: profile?.runbook,
    diagnosis,
    links: linksOf(known, environment),
    downstream: downstreamOf(pipeline, records, notice.incident?.openedAt ?? now),
    thread: notice.incident?.thread ?? [],
    problems,
  };
}
