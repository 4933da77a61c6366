/** How loudly a signal speaks. Each severity has one topic per observatory. */
export enum Severity {
  /** Wakes somebody: e-mail, SMS and every other subscription. */
  CRITICAL = 'critical',
  /** Is read in the morning: e-mail and whatever asks for warnings. */
  WARNING = 'warning',
}

/**
 * Whether anybody would notice without this library that the pipeline stopped. The owner declares it; it decides how
 * loudly each signal speaks.
 */
export enum Loudness {
  /**
   * Nobody would notice for months. Missing and failed runs, missed deadlines and a dead trigger are critical and reach
   * every channel; slowness is a warning.
   */
  SILENT = 'silent',
  /**
   * People complain by 8 o'clock anyway. Missing and failed runs and missed deadlines are warnings (mail), SMS is for
   * nobody unless asked, and "slower than usual" is not watched.
   */
  LOUD = 'loud',
}
