import { AlarmEvent, foldAlarm } from '../../../core/incident/fold-alarm';
import { foldJudgement } from '../../../core/incident/fold-judgement';
import { foldTime } from '../../../core/incident/fold-time';
import { JudgedFacts, JudgedSlot } from '../../../core/incident/judged-facts';
import { sent } from '../../../core/incident/outbox';
import { emptyRecord, IncidentRecord, Notification, OpenIncident } from '../../../core/incident/record';
import { FoldContext } from '../../../core/incident/rules';
import { Instant } from '../../../core/time';
import { Verdict } from '../../../core/verdict/verdict';

/** 2026-11-23 is a Monday. */
export const at = (text: string): Instant => Date.parse(`${text.replace(' ', 'T')}:00Z`);

const SIGNALS: Readonly<Record<string, Pick<AlarmEvent, 'question' | 'severity' | 'lasting' | 'means'>>> = {
  ProofOfLife: { question: 'ALIVE', severity: 'critical', lasting: true, means: 'The run that was due did not happen, hangs, or failed for good.' },
  Failed: { question: 'FAILED', severity: 'critical', lasting: false, means: 'An execution failed, timed out or was aborted.' },
  NearTimeout: { question: 'SLOW', severity: 'warning', lasting: false, means: 'A run used more than 80 % of its timeout. A later run may time out.' },
  Deadline: { question: 'SLOW', severity: 'critical', lasting: true, means: 'The run had not succeeded by its deadline.' },
};

/** A change of one of the alarms of a pipeline. */
export function alarm(signal: keyof typeof SIGNALS, state: AlarmEvent['state'], when: string | Instant, more: Partial<AlarmEvent> = {}): AlarmEvent {
  const name = `Orders-${signal}`;
  return {
    name, arn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`, signal, ...SIGNALS[signal]!, state, at: typeof when === 'string' ? at(when) : when,
    reason: 'Threshold Crossed', ...more,
  };
}

/** Nightly slots at 02:00 UTC with their verdicts, from a first day on. */
export function nights(first: string, ...verdicts: Verdict[]): JudgedFacts {
  const slots = verdicts.map((verdict, index): JudgedSlot => {
    const slot = at(`${first} 02:00`) + index * 86_400_000;
    return { slot, until: slot + 86_400_000 - 60_000, verdict, ...(verdict === 'ok' ? { succeededAt: slot + 2_400_000 } : {}) };
  });
  const bad = slots.filter(({ verdict }) => verdict === 'missed' || verdict === 'failed' || verdict === 'stuck');
  const isOpen = bad.length > 0 && slots.findLastIndex(({ verdict }) => verdict === 'ok') < slots.indexOf(bad.at(-1)!);
  const since = slots.slice(slots.findLastIndex(({ verdict }) => verdict === 'ok') + 1).find((slot) => bad.includes(slot))?.slot;
  return { known: true, open: isOpen, ...(isOpen && since !== undefined ? { since } : {}), slots };
}

/** The lines of a notification's incident that no message before it has sent. */
export function newTexts({ thread }: OpenIncident): string[] {
  return thread.filter(({ sent: wasSent }) => !wasSent).map(({ text }) => text);
}

/** A pipeline's record through a story; what it decides is sent at once by default. */
export class Story {
  public record: IncidentRecord = emptyRecord('Orders');
  public readonly notifications: Notification[] = [];

  public constructor(private readonly context: Partial<FoldContext> = {}, private readonly sends = true) {}

  public receives(event: AlarmEvent, judged?: JudgedFacts, context: Partial<FoldContext> = {}): this {
    return this.becomes(foldAlarm(this.record, event, judged, this.at(event.at, context)), event.at);
  }

  public sees(judged: JudgedFacts, when: string, context: Partial<FoldContext> = {}): this {
    return this.becomes(foldJudgement(this.record, judged, this.at(at(when), context)), at(when));
  }

  public waitsUntil(when: string, context: Partial<FoldContext> = {}): this {
    return this.becomes(foldTime(this.record, this.at(at(when), context)), at(when));
  }

  /** The kinds of all decided notifications. */
  public get kinds(): string[] {
    return [...this.notifications, ...(this.sends ? [] : this.record.outbox)].map(({ kind }) => kind);
  }

  private at(now: Instant, context: Partial<FoldContext>): FoldContext {
    return { now, severity: 'critical', expected: true, muted: false, ...this.context, ...context };
  }

  private becomes(record: IncidentRecord, now: Instant): this {
    this.record = record;
    if (!this.sends) return this;
    for (const notification of record.outbox) {
      this.notifications.push(notification);
      this.record = sent(this.record, notification.key, now);
    }
    return this;
  }
}
