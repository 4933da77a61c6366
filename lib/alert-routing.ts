/** Which way an observatory's alarms take to people. */
export enum AlertRouting {
  /**
   * By the observatory's notifier: the alarms of one pipeline become one incident with one explained message, reminders
   * while it lasts and one recovery. If the notifier fails or is gone, the alarm arrives as CloudWatch wrote it.
   */
  NOTIFIER = 'notifier',
  /**
   * Straight to the topics of the severities, as CloudWatch writes them: a text at each change of state, no reminder, no
   * reason. There is no notifier and no table of incidents.
   */
  DIRECT = 'direct',
}
