/**
 * How serious a failure of a pipeline or a signal of it is. It decides whom a notification reaches, at which hour, and how
 * often it is repeated. Choose critical for what fails silently, so that nobody would notice for months; choose warning for
 * what people complain about anyway. Each severity has one topic per observatory.
 */
export enum Severity {
  /** Reaches every contact, SMS too, at any hour, and is repeated after 6 hours while the incident lasts. */
  CRITICAL = 'critical',
  /** Reaches the contacts that take warnings: e-mail by default, SMS only where you ask for it. */
  WARNING = 'warning',
}
