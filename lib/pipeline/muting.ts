import { Alarm, AlarmMuteRule } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { MAX_MUTED_ALARMS } from '../../core/alarm/mute-rule';
import type { MaintenanceWindow } from '../maintenance-window';

/** Mutes the alarms of a pipeline during its maintenance windows: one rule for each window and each hundred alarms. */
export class Muting {
  private muted = 0;
  private rules: readonly AlarmMuteRule[] = [];

  public constructor(private readonly pipeline: Construct, private readonly windows: readonly MaintenanceWindow[]) {}

  public mute(alarm: Alarm): void {
    if (this.muted % MAX_MUTED_ALARMS === 0) this.rules = this.newRules();
    this.muted += 1;
    for (const rule of this.rules) rule.addAlarm(alarm);
  }

  private newRules(): AlarmMuteRule[] {
    const more = this.muted === 0 ? '' : `More${this.muted / MAX_MUTED_ALARMS}`;
    return this.windows.map((window, index) => new AlarmMuteRule(this.pipeline, `Maintenance${index + 1}${more}`, {
      description: `Maintenance of ${this.pipeline.node.id}: its alarms tell nobody`,
      schedule: window._schedule(),
      duration: window._duration,
    }));
  }
}
