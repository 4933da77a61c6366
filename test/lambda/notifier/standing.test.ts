import { readContract } from '../../../core/contract/read-contract';
import { canonicalContract } from '../../../core/ledger/owed';
import { HOUR, MINUTE } from '../../../core/time';
import { receive } from '../../../lambda/notifier/receive';
import { at, nightly, SINCE } from '../checker/fake-contracts';
import { FakeError } from '../shared/fake-evidence-ports';
import { FakeNotifierPorts } from './fake-notifier-ports';
import { addPipeline, change, CRITICAL, ENVIRONMENT } from './scene';

const NOW = at('06:30:00');

/** Orders, which did not run the night before last, and whose proof of life says 0. */
async function received(ports: FakeNotifierPorts): Promise<FakeNotifierPorts> {
  addPipeline(ports, { pipeline: 'Orders', upstreamPipelines: ['Landing'] }, nightly('Orders'), SINCE);
  ports.functionRan('Orders', at('02:00:10'));
  await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', NOW - MINUTE), NOW);
  return ports;
}

function unverified(minutes: number): FakeNotifierPorts {
  const ports = new FakeNotifierPorts();
  ports.standings.set('Orders', { unverifiableSince: NOW - minutes * MINUTE });
  return ports;
}

describe('an alarm on proof of life', () => {
  test('of a pipeline that the checker cannot verify says that nobody knows whether it ran.', async () => {
    const [message] = (await received(unverified(15))).messagesTo(CRITICAL);
    expect(message!.subject).toMatch(/^CRITICAL: Orders cannot be verified, since /);
    expect(message!.text).toContain('Its contract or its run data cannot be read, so nobody knows whether it ran. The checker\'s log says what and why.');
  });

  test('of a pipeline that the checker cannot verify is not suppressed by an upstream pipeline.', async () => {
    const ports = unverified(15);
    addPipeline(ports, { pipeline: 'Landing' });
    await receive(ports, ENVIRONMENT, change('Landing', 'ProofOfLife', 'ALARM', NOW - HOUR), NOW - HOUR);
    await received(ports);
    expect(ports.subjectsTo(CRITICAL).map((subject) => subject.split(/,| \(/)[0])).toEqual(['CRITICAL: Landing shows no proof of life', 'CRITICAL: Orders cannot be verified']);
  });

  test('is about its runs if the checker could verify it until a moment ago.', async () => {
    const [message] = (await received(unverified(5))).messagesTo(CRITICAL);
    expect(message!.subject).toMatch(/^CRITICAL: Orders did not start/);
  });

  test('is sent when the ledger cannot be read, and the message says so.', async () => {
    const ports = new FakeNotifierPorts();
    ports.disturb.standing = () => { throw new FakeError('AccessDeniedException'); };
    const [message] = (await received(ports)).messagesTo(CRITICAL);
    expect(message!.subject).toMatch(/^CRITICAL: Orders did not start/);
    expect(message!.text).toContain('ledger not readable: AccessDeniedException: said the fake');
  });
});

test('A contract that was stored again an hour ago still owes the run of the night, if the ledger knows it.', async () => {
  const ports = new FakeNotifierPorts();
  addPipeline(ports, { pipeline: 'Orders' }, nightly('Orders'), NOW - HOUR);
  ports.functionRan('Orders', at('02:00:10', '2026-03-09'));
  const contract = readContract(JSON.stringify(nightly('Orders')), 0);
  ports.standings.set('Orders', { contract: canonicalContract(contract), since: SINCE });
  await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', NOW - MINUTE), NOW);
  expect(ports.subjectsTo(CRITICAL)[0]).toMatch(/^CRITICAL: Orders did not start .*due Tue 02:00 UTC$/);
});
