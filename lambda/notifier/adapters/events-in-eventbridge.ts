import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DIGEST_DETAIL_TYPE, EVENT_SOURCE, INCIDENT_DETAIL_TYPE } from '../../../core/message/event';
import { MachineEvent } from '../../../core/message/facts';
import { untilAborted } from '../../shared/async';

/** An entry has at most 256 KB, source and type included (API reference, "PutEvents"). */
const MAX_DETAIL_BYTES = 255_000;
const MAX_TEXT_CHARACTERS = 10_000;
const MAX_ELEMENTS = 200;

/**
 * Puts an event on the account's default bus. EventBridge reports a refused event with status 200 and a count, and then this
 * fails (API reference, "PutEvents"). The topics have the message by then. The invocation fails, and the alarm NotifierFailing
 * fires.
 */
export async function putEvent(client: EventBridgeClient, event: MachineEvent, signal: AbortSignal): Promise<void> {
  const command = new PutEventsCommand({ Entries: [{ Source: EVENT_SOURCE, DetailType: event.kind === 'digest' ? DIGEST_DETAIL_TYPE : INCIDENT_DETAIL_TYPE, Detail: detail(event) }] });
  const { FailedEntryCount: failed, Entries: entries = [] } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
  if (failed === 0) return;
  const { ErrorCode: code = 'no code', ErrorMessage: message = 'no message' } = entries[0] ?? {};
  throw new Error(`PutEvents did not take the event: ${code}: ${message}`);
}

/** An event that is too long loses its long parts, and keeps everything that a rule or a program decides by. */
function detail(event: MachineEvent): string {
  const whole = JSON.stringify(event);
  if (Buffer.byteLength(whole) <= MAX_DETAIL_BYTES) return whole;
  const { text, pipelines, reasons, links } = event;
  const short = JSON.stringify({
    ...event,
    text: text.slice(0, MAX_TEXT_CHARACTERS),
    pipelines: pipelines?.slice(0, MAX_ELEMENTS),
    reasons: reasons?.slice(0, 1),
    links: links?.slice(0, 1),
  } satisfies MachineEvent);
  const bytes = Buffer.byteLength(short);
  if (bytes > MAX_DETAIL_BYTES) throw new Error(`the event has ${bytes} bytes, EventBridge takes ${MAX_DETAIL_BYTES}`);
  return short;
}
