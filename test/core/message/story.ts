import { AlarmEvent, foldAlarm } from '../../../core/incident/fold-alarm';
import { foldJudgement } from '../../../core/incident/fold-judgement';
import { foldTime } from '../../../core/incident/fold-time';
import { JudgedFacts } from '../../../core/incident/judged-facts';
import { sent, unclaimed } from '../../../core/incident/outbox';
import { emptyRecord, IncidentRecord, Notification } from '../../../core/incident/record';
import { FoldContext } from '../../../core/incident/rules';
import { Instant } from '../../../core/time';

/** What happens to one pipeline, folded in the same way as in the notifier, so that notifications are realistic. */
export class Story {
  private record: IncidentRecord;

  public constructor(pipeline: string, private readonly context: Omit<FoldContext, 'now'>) {
    this.record = emptyRecord(pipeline);
  }

  /** An alarm changes its state. */
  public alarm(event: AlarmEvent, judged?: JudgedFacts, now: Instant = event.at): Notification {
    return this.notificationOf(foldAlarm(this.record, event, judged, { ...this.context, now }), now);
  }

  /** The evidence is judged again. */
  public judgement(judged: JudgedFacts, now: Instant): Notification {
    return this.notificationOf(foldJudgement(this.record, judged, { ...this.context, now }), now);
  }

  /** Time passes. */
  public time(now: Instant): Notification {
    return this.notificationOf(foldTime(this.record, { ...this.context, now }), now);
  }

  /** As `alarm`, but no notification is expected. */
  public quietly(event: AlarmEvent, judged?: JudgedFacts): void {
    this.record = foldAlarm(this.record, event, judged, { ...this.context, now: event.at });
    if (this.record.outbox.length > 0) throw new Error(`${event.name} was sent`);
  }

  private notificationOf(record: IncidentRecord, now: Instant): Notification {
    const [notification, ...more] = unclaimed(record, now);
    if (notification === undefined || more.length > 0) throw new Error(`${more.length + Number(notification !== undefined)} notices, expected one`);
    this.record = sent(record, notification.key, now);
    return notification;
  }
}
