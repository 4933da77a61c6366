/** How loudly a signal speaks. Each severity has one topic per observatory. */
export enum Severity {
  /** Wakes somebody: e-mail, SMS and every other subscription. */
  CRITICAL = 'critical',
  /** Is read in the morning: e-mail and whatever asks for warnings. */
  WARNING = 'warning',
}
